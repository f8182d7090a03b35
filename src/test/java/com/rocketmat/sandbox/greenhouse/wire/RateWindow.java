package com.rocketmat.sandbox.greenhouse.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts calls in fixed windows aligned to the wall clock: they end when the epoch second is a multiple of their length. */
public final class RateWindow {
    private final Map<String, Count> counts = new ConcurrentHashMap<>();

    public Usage take(String key, int limit, Duration length, Instant now) {
        long seconds = Math.max(1, length.toSeconds());
        long edge = (Math.floorDiv(now.getEpochSecond(), seconds) + 1) * seconds;
        Count count = counts.merge(
                key, new Count(edge, 1), (old, one) -> old.edge() == edge ? new Count(edge, old.used() + 1) : one);
        return new Usage(
                limit,
                Math.max(0, limit - count.used()),
                count.used() <= limit,
                edge,
                now.getEpochSecond() + seconds,
                now.getEpochSecond());
    }

    /** The call did not count. */
    public Usage giveBack(String key, Usage usage) {
        counts.computeIfPresent(
                key, (_, count) -> count.edge() == usage.edge() ? new Count(count.edge(), count.used() - 1) : count);
        return new Usage(
                usage.limit(),
                Math.min(usage.limit(), usage.remaining() + 1),
                usage.allowed(),
                usage.edge(),
                usage.nowPlusWindow(),
                usage.now());
    }

    private record Count(long edge, int used) {}

    /** What is left after one call; times in epoch seconds. */
    public record Usage(int limit, int remaining, boolean allowed, long edge, long nowPlusWindow, long now) {

        /** Whole seconds until the window ends, rounded up. */
        public long retryAfter() {
            return edge - now;
        }
    }
}
