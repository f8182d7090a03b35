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
    private static final Duration CUT = Duration.ofSeconds(1);

    private final Clock local;
    private boolean told;
    private volatile Duration ahead = Duration.ZERO;

    public ServerClock(Clock local) {
        this.local = local;
    }

    public synchronized void observe(AnswerHeaders headers) {
        headers.date().ifPresent(date -> {
            Duration least = Duration.between(local.instant(), date);
            Duration most = least.plus(CUT);
            if (!told) {
                ahead = least.plus(CUT.dividedBy(2));
                told = true;
            } else if (ahead.compareTo(least) < 0) {
                // moved only as far as an answer proves it wrong, so that it converges without jitter
                ahead = least;
            } else if (ahead.compareTo(most) > 0) {
                ahead = most;
            }
        });
    }

    public synchronized boolean told() {
        return told;
    }

    public Instant now() {
        return local.instant().plus(ahead);
    }

    public Instant local(Instant server) {
        return server.minus(ahead);
    }
}
