package com.rocketmat.sandbox.greenhouse;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls in fixed windows that lie on the wall clock: they end when the epoch second is a multiple of their length. */
final class RateWindow {
    private final int seconds;
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    RateWindow(int seconds) {
        this.seconds = seconds;
    }

    Usage take(String key, int limit, Instant now) {
        long window = Math.floorDiv(now.getEpochSecond(), seconds);
        Count count = counts.merge(
                key,
                new Count(window, 1),
                (old, one) -> old.window() == window ? new Count(window, old.used() + 1) : one);
        long edge = (window + 1) * seconds;
        return new Usage(
                limit,
                Math.max(0, limit - count.used()),
                count.used() <= limit,
                edge,
                now.getEpochSecond() + seconds,
                now.getEpochSecond());
    }

    private record Count(long window, int used) {}

    /** What one call has left; times in epoch seconds. */
    record Usage(int limit, int remaining, boolean allowed, long edge, long nowPlusWindow, long now) {

        /** Whole seconds until the window ends, never too few. */
        long retryAfter() {
            return edge - now;
        }
    }
}
