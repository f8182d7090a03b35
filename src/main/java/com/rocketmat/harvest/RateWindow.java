package com.rocketmat.harvest;

import java.time.Duration;
import java.time.Instant;

/**
 * What Greenhouse lets a tenant do, as it was told last.
 *
 * @param limit calls a window
 * @param remaining calls that are left until the end
 */
public record RateWindow(int limit, int remaining, Duration length, Instant end) {

    /** Until so many calls are made at the least, with every call of each window. */
    public Duration atLeast(long calls, Instant now) {
        boolean over = !now.isBefore(end);
        long later = Math.max(0, calls - (over ? limit : remaining));
        if (later == 0) {
            return Duration.ZERO;
        }
        long windows = Math.ceilDiv(later, Math.max(1, limit));
        return (over ? length : Duration.between(now, end)).plus(length.multipliedBy(windows - 1));
    }
}
