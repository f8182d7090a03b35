package com.rocketmat.harvest;

import java.time.Duration;
import java.time.Instant;

/**
 * A tenant's rate limit, in calls per window: as Greenhouse last reported it, or as assumed until it does.
 *
 * @param limit at least 1
 */
public record RateWindow(int limit, int remaining, Duration length, Instant end) {

    /** Minimum time to make this many calls, using every call of each window. */
    public Duration atLeast(long calls, Instant now) {
        boolean over = !now.isBefore(end);
        long later = Math.max(0, calls - (over ? limit : remaining));
        if (later == 0) {
            return Duration.ZERO;
        }
        long windows = Math.ceilDiv(later, limit);
        return (over ? length : Duration.between(now, end)).plus(length.multipliedBy(windows - 1));
    }
}
