package com.rocketmat.process;

import java.time.Duration;

/**
 * The limits of a child process for one request.
 *
 * @param time for each step of its work
 * @param memory in bytes, resident
 */
public record Limits(Duration time, long memory) {

    /** For a process whose memory is limited by its heap. */
    public static Limits of(Duration time) {
        return new Limits(time, Long.MAX_VALUE);
    }
}
