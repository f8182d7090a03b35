package com.rocketmat.sandbox.greenhouse.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A filter on a time: gte|TIME, or two such joined by a bar. */
public record TimeRange(List<Bound> bounds) {
    private static final List<String> OPERATORS = List.of("gte", "lte", "gt", "lt");

    public static Optional<TimeRange> parse(String text) {
        String[] parts = text.split("\\|", -1);
        if (parts.length % 2 != 0) {
            return Optional.empty();
        }
        List<Bound> bounds = new ArrayList<>();
        for (int i = 0; i < parts.length; i += 2) {
            Optional<Instant> time = time(parts[i + 1]);
            if (!OPERATORS.contains(parts[i]) || time.isEmpty()) {
                return Optional.empty();
            }
            bounds.add(new Bound(parts[i], time.get()));
        }
        return Optional.of(new TimeRange(List.copyOf(bounds)));
    }

    public static Optional<Instant> time(String text) {
        try {
            return Optional.of(
                    text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                            : OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    public boolean contains(String text) {
        return time(text)
                .filter(time -> bounds.stream().allMatch(bound -> bound.holds(time)))
                .isPresent();
    }

    record Bound(String operator, Instant time) {

        boolean holds(Instant other) {
            int order = other.compareTo(time);
            return switch (operator) {
                case "gte" -> order >= 0;
                case "lte" -> order <= 0;
                case "gt" -> order > 0;
                default -> order < 0;
            };
        }
    }
}
