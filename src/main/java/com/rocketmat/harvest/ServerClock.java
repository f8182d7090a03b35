package com.rocketmat.harvest;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Greenhouse's time, told by its {@code Date} headers: windows, watermarks and expiry go by it, so that a wrong clock here loses
 * no update and mints no token too late.
 */
final class ServerClock {

    /** A Date header is cut to the second, so the true time is half a second later on average. */
    private static final Duration CUT = Duration.ofMillis(500);

    private final Clock local;
    private volatile Duration ahead = Duration.ZERO;

    ServerClock(Clock local) {
        this.local = local;
    }

    void observe(AnswerHeaders headers) {
        headers.date().ifPresent(date -> {
            Duration seen = Duration.between(local.instant(), date.plus(CUT));
            // within the header's precision the estimate stays, lest it jitter
            if (seen.minus(ahead).abs().compareTo(CUT) > 0) {
                ahead = seen;
            }
        });
    }

    Instant now() {
        return local.instant().plus(ahead);
    }

    /** A moment of Greenhouse's time on the local clock. */
    Instant local(Instant server) {
        return server.minus(ahead);
    }
}
