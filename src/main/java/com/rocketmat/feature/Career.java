package com.rocketmat.feature;

import com.rocketmat.harvest.row.Employment;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A candidate's dated employments up to a day, ordered by start. Measures are in days, from start to end.
 *
 * <p>An open end counts as that day, and so does an end after it. Employments without a start, or with an end before their start,
 * are left out.
 */
record Career(List<Role> roles) {

    /** @param current whether it had not ended by that day */
    record Role(LocalDate start, LocalDate end, boolean current) {

        long days() {
            return ChronoUnit.DAYS.between(start, end);
        }
    }

    Career {
        roles = roles.stream().sorted(Comparator.comparing(Role::start)).toList();
    }

    static Career of(List<Employment> employments, LocalDate asOf) {
        return new Career(employments.stream()
                .flatMap(e -> role(e, asOf).stream())
                .filter(r -> !r.end().isBefore(r.start()))
                .toList());
    }

    /** An employment with an unreadable end is left out, since it may have ended. */
    private static Optional<Role> role(Employment employment, LocalDate asOf) {
        Optional<LocalDate> end = HarvestDate.parse(employment.endDate());
        boolean ends = employment.endDate() != null && !employment.endDate().isBlank();
        if (ends && end.isEmpty()) {
            return Optional.empty();
        }
        return HarvestDate.parse(employment.startDate())
                .map(start -> end.filter(e -> !e.isAfter(asOf))
                        .map(e -> new Role(start, e, false))
                        .orElseGet(() -> new Role(start, asOf, true)));
    }

    /** Days in employment; overlapping days count once. */
    long experience() {
        long days = 0;
        LocalDate covered = LocalDate.MIN;
        for (Role role : roles) {
            LocalDate from = role.start().isBefore(covered) ? covered : role.start();
            if (from.isBefore(role.end())) {
                days += ChronoUnit.DAYS.between(from, role.end());
                covered = role.end();
            }
        }
        return days;
    }

    /** Days from the first start to the last end. */
    long span() {
        return roles.stream()
                .map(Role::end)
                .max(Comparator.naturalOrder())
                .map(end -> ChronoUnit.DAYS.between(roles.getFirst().start(), end))
                .orElse(0L);
    }

    /** Days between employments, not counting the time after the last one. */
    OptionalLong gap() {
        return roles.isEmpty() ? OptionalLong.empty() : OptionalLong.of(span() - experience());
    }

    OptionalLong longestRole() {
        return roles.stream().mapToLong(Role::days).max();
    }

    /** Days in the employment that has not ended; of several, the one that started last. */
    OptionalLong currentRole() {
        return roles.stream().filter(Role::current).mapToLong(Role::days).min();
    }
}
