package com.rocketmat.harvest;

import com.rocketmat.harvest.call.AnswerHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model of Greenhouse's limit: calls are counted in windows aligned to the wall clock, as observed for a real tenant. */
public final class FixedWindows {

    private final long seconds;
    private final List<Integer> limits;
    private final long first;
    private final Map<Long, Integer> used = new TreeMap<>();
    private final Map<Long, Integer> refused = new TreeMap<>();

    /**
     * Windows with a limit each; the first one contains the given instant.
     *
     * @param limits one per window, starting over after the last
     */
    public FixedWindows(Duration length, List<Integer> limits, Instant now) {
        this.seconds = length.toSeconds();
        this.limits = limits;
        this.first = window(now);
    }

    /** Counts a call, which is answered a moment later. */
    AnswerHeaders call(Instant counted, Instant answered) {
        long window = window(counted);
        int limit = limit(window);
        if (used.getOrDefault(window, 0) == limit) {
            refused.merge(window, 1, Integer::sum);
            return Answers.rated(
                    answered, limit, 0, counted.getEpochSecond() + seconds, edge(window) - answered.getEpochSecond());
        }
        int count = used.merge(window, 1, Integer::sum);
        return Answers.rated(answered, limit, limit - count, counted.getEpochSecond() + seconds);
    }

    /** When this many windows have ended, including the first one. */
    public Instant end(int windows) {
        return Instant.ofEpochSecond((first + windows) * seconds);
    }

    /** Calls beyond the limit in the windows after the first. */
    public int refusedLater() {
        return refused.entrySet().stream()
                .filter(window -> window.getKey() > first)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /**
     * Unused calls of the complete windows between the first and the last, each as a share of its limit. Without windows in which
     * the limit shrank: calls in flight at their start may be counted twice.
     */
    public List<Double> wasted(int windows) {
        List<Double> wasted = new ArrayList<>();
        for (long window = first + 1; window < first + windows - 1; window++) {
            if (limit(window) >= limit(window - 1)) {
                wasted.add(1 - used.getOrDefault(window, 0) / (double) limit(window));
            }
        }
        return wasted;
    }

    private int limit(long window) {
        return limits.get((int) ((window - first) % limits.size()));
    }

    private long window(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), seconds);
    }

    private long edge(long window) {
        return (window + 1) * seconds;
    }
}
