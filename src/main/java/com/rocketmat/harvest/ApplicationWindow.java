package com.rocketmat.harvest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * Which applications a run reads: those updated in a span of Greenhouse's time, or every open one.
 *
 * @param from absent for a sweep, which ignores the time of the last update
 * @param jobs empty for every job
 */
public record ApplicationWindow(Optional<Instant> from, Instant to, Set<Long> jobs) {

    /** The documented pipe form, both bounds in one parameter; a sweep has neither. */
    public String updatedAt() {
        return from.map(start -> "gte|%s|lte|%s"
                        .formatted(start.truncatedTo(ChronoUnit.MILLIS), to.truncatedTo(ChronoUnit.MILLIS)))
                .orElse(null);
    }
}
