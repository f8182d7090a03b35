package com.rocketmat.harvest.call;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Greenhouse's time, from its {@code Date} headers. Windows, watermarks and expiry use it, so that a wrong clock of ours neither
 * loses updates nor renews tokens too late.
 */
public final class ServerClock {

    /** A Date header is truncated to the second: the true time is up to this much later. */
    private static final Duration TRUNCATION = Duration.ofSeconds(1);

    private final Clock local;
    private boolean known;
    private volatile Duration ahead = Duration.ZERO;

    public ServerClock(Clock local) {
        this.local = local;
    }

    public synchronized void observe(AnswerHeaders headers) {
        headers.date().ifPresent(date -> {
            Duration lowest = Duration.between(local.instant(), date);
            Duration highest = lowest.plus(TRUNCATION);
            if (!known) {
                ahead = lowest.plus(TRUNCATION.dividedBy(2));
                known = true;
            } else if (ahead.compareTo(lowest) < 0) {
                // moved only as far as an answer proves it wrong, so that it converges without jitter
                ahead = lowest;
            } else if (ahead.compareTo(highest) > 0) {
                ahead = highest;
            }
        });
    }

    public synchronized boolean known() {
        return known;
    }

    public Instant now() {
        return local.instant().plus(ahead);
    }

    public Instant local(Instant server) {
        return server.minus(ahead);
    }
}
