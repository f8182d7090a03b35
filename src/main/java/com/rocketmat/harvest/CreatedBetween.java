package com.rocketmat.harvest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A span of creation times by Greenhouse's clock, without its end; either bound may be missing. */
public record CreatedBetween(Optional<Instant> from, Optional<Instant> to) {

    public static final CreatedBetween EVER = new CreatedBetween(Optional.empty(), Optional.empty());

    /** Whether a row is really within it: a 200 does not prove that a filter was applied. */
    public boolean contains(Instant created) {
        return created != null
                && from.filter(created::isBefore).isEmpty()
                && to.filter(end -> !created.isBefore(end)).isEmpty();
    }

    /** The documented pipe form; null for no bounds. */
    public String filter() {
        String sides = Stream.of(from.map(time -> "gte|" + millis(time)), to.map(time -> "lt|" + millis(time)))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("|"));
        return sides.isEmpty() ? null : sides;
    }

    private static Instant millis(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS);
    }
}
