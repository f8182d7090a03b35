package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.score.ScoreFigures;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The figures of tenants together. Those of all, and scores written, are read at most once a second, however many pages show them; past
 * hours only once.
 */
@ApplicationScoped
class Totals {

    private static final int HOURS = 24;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TenantSearch tenants;
    private final ScoreFigures scores;
    private final Instance<TenantFacts.NextDue> dues;
    private final Clock clock;
    /** By hour of the day in UTC, of the last 24 hours; without tenants that have none. */
    private final Map<String, int[]> written = new HashMap<>();
    /** The latest hour of these, which grows; past hours change only by rare corrections. */
    private Instant latestHour = Instant.MIN;

    private Instant counted = Instant.MIN;
    /** Null if not computed since then. */
    private Figures ofAll;

    Totals(TenantSearch tenants, ScoreFigures scores, Instance<TenantFacts.NextDue> dues, Clock clock) {
        this.tenants = tenants;
        this.scores = scores;
        this.dues = dues;
        this.clock = clock;
    }

    /** Scores written per hour, the current hour last, and the number of tenants they were written for. */
    record Written(NavigableMap<Instant, Long> byHour, long tenants) {

        long altogether() {
            return byHour.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    record Figures(TenantSearch.Count count, Optional<Instant> oldestDue, long waiting, Written written) {

        Map<TenantState, Long> states() {
            return count.states();
        }

        long tenants() {
            return states().values().stream().mapToLong(Long::longValue).sum();
        }

        /** Covers everything a page shows, and tenants that left a state and came back; relative times refresh without it. */
        Object shown() {
            return List.of(count, waiting, written);
        }
    }

    Figures figures(Reach reach) {
        return switch (reach) {
            case Reach.All _ -> ofAll(reach);
            case Reach.Only(Set<String> ids) -> ofSome(reach, ids);
        };
    }

    private synchronized Figures ofAll(Reach reach) {
        count();
        if (ofAll == null) {
            ofAll = new Figures(
                    tenants.count(reach), dues.get().oldestDue(), scores.waiting(reach), sum(written.values()));
            counted = clock.instant();
        }
        return ofAll;
    }

    private Figures ofSome(Reach reach, Set<String> ids) {
        Optional<Instant> oldestDue = dues
                .get()
                .nextDue(ids.stream().map(TenantId::new).toList())
                .values()
                .stream()
                .min(Comparator.naturalOrder());
        return new Figures(tenants.count(reach), oldestDue, scores.waiting(reach), writtenOf(ids));
    }

    private synchronized Written writtenOf(Set<String> ids) {
        count();
        return sum(ids.stream().map(written::get).filter(Objects::nonNull).toList());
    }

    private void count() {
        Instant now = clock.instant();
        if (!now.isBefore(counted) && now.isBefore(counted.plus(FRESH))) {
            return;
        }
        Instant present = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = first(present);
        // later than now after a clock that ran ahead
        Instant from = latestHour.isBefore(first) || latestHour.isAfter(present) ? first : latestHour;
        for (Instant hour = from; !hour.isAfter(present); hour = hour.plus(1, ChronoUnit.HOURS)) {
            Map<String, Integer> inHour = scores.written(hour);
            int place = place(hour);
            written.values().forEach(hours -> hours[place] = 0);
            inHour.forEach((tenant, number) -> written.computeIfAbsent(tenant, _ -> new int[HOURS])[place] = number);
            latestHour = hour;
        }
        written.values().removeIf(hours -> Arrays.stream(hours).allMatch(number -> number == 0));
        ofAll = null;
        counted = clock.instant();
    }

    private Written sum(Collection<int[]> some) {
        NavigableMap<Instant, Long> byHour = new TreeMap<>();
        for (Instant hour = first(latestHour); !hour.isAfter(latestHour); hour = hour.plus(1, ChronoUnit.HOURS)) {
            int place = place(hour);
            byHour.put(hour, some.stream().mapToLong(hours -> hours[place]).sum());
        }
        return new Written(byHour, some.size());
    }

    private static Instant first(Instant present) {
        return present.minus(HOURS - 1, ChronoUnit.HOURS);
    }

    private static int place(Instant hour) {
        return hour.atOffset(ZoneOffset.UTC).getHour();
    }
}
