package com.rocketmat.harvest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * Which applications a run reads: those updated between two moments of Greenhouse's time, or every open one.
 *
 * @param from absent: whatever the time of the last update (a sweep)
 * @param jobs empty: of every job
 */
public record ApplicationWindow(Optional<Instant> from, Instant to, Set<Long> jobs) {

    /** The documented pipe form, both sides in one parameter; a sweep has no lower side and needs no upper one. */
    public String updatedAt() {
        return from.map(start -> "gte|%s|lte|%s"
                        .formatted(start.truncatedTo(ChronoUnit.MILLIS), to.truncatedTo(ChronoUnit.MILLIS)))
                .orElse(null);
    }
}
