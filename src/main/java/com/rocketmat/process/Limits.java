package com.rocketmat.process;

import java.time.Duration;

/**
 * What a child process may take for a request.
 *
 * @param time of each step of its work
 * @param memory in bytes, resident
 */
public record Limits(Duration time, long memory) {

    /** For one whose heap is all that it takes. */
    public static Limits of(Duration time) {
        return new Limits(time, Long.MAX_VALUE);
    }
}
