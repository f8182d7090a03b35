package com.rocketmat.process;

import java.time.Duration;

/**
 * The time is for each step of the work, the memory in resident bytes.
 *
 * @param steps that the work may report
 */
public record Limits(Duration time, long memory, int steps) {

    /** A training reports up to some 150. */
    private static final int MANY_STEPS = 2_000;

    public Limits(Duration time, long memory) {
        this(time, memory, MANY_STEPS);
    }

    /** For a process whose memory is limited by its heap, and whose work has no steps. */
    public static Limits of(Duration time) {
        return new Limits(time, Long.MAX_VALUE, 0);
    }
}
