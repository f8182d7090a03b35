package com.rocketmat.process;

import java.time.Duration;

/** The time is for each step of the work, the memory in resident bytes. */
public record Limits(Duration time, long memory) {

    /** For a process whose memory is limited by its heap. */
    public static Limits of(Duration time) {
        return new Limits(time, Long.MAX_VALUE);
    }
}
