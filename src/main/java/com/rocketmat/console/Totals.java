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
 * Figures of many tenants together. The figures of all tenants and the scores written are read at most once a second, however many pages
 * show them, and past hours only once.
 */
@ApplicationScoped
class Totals {

    private static final int HOURS = 24;
    private static final Duration MAX_AGE = Duration.ofSeconds(1);

    private final TenantSearch tenants;
    private final ScoreFigures scores;
    private final Instance<TenantFacts.NextDue> dues;
    private final Clock clock;
    /** Scores in the last 24 hours by tenant and hour of the day in UTC; without tenants that have none. */
    private final Map<String, int[]> written = new HashMap<>();
    /** The latest hour in {@link #written}, which still grows; past hours change only by rare corrections. */
    private Instant latestHour = Instant.MIN;

    private Instant refreshed = Instant.MIN;
    /** Null if not computed since {@link #refreshed}. */
    private Figures ofAll;

    Totals(TenantSearch tenants, ScoreFigures scores, Instance<TenantFacts.NextDue> dues, Clock clock) {
        this.tenants = tenants;
        this.scores = scores;
        this.dues = dues;
        this.clock = clock;
    }

    /** Scores written per hour, the current hour last, and the number of tenants they were written for. */
    record Written(NavigableMap<Instant, Long> byHour, long tenants) {

        long total() {
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

        /** Does not cover a tenant's active model, own backlog and next run, nor tenants that left a state and came back. */
        Object fingerprint() {
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
        refresh();
        if (ofAll == null) {
            ofAll = new Figures(
                    tenants.count(reach), dues.get().oldestDue(), scores.waiting(reach), sum(written.values()));
            refreshed = clock.instant();
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
        refresh();
        return sum(ids.stream().map(written::get).filter(Objects::nonNull).toList());
    }

    private void refresh() {
        Instant now = clock.instant();
        if (!now.isBefore(refreshed) && now.isBefore(refreshed.plus(MAX_AGE))) {
            return;
        }
        Instant currentHour = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = firstHour(currentHour);
        // the latest hour is in the future if the clock ran ahead and was set back
        Instant from = latestHour.isBefore(first) || latestHour.isAfter(currentHour) ? first : latestHour;
        for (Instant hour = from; !hour.isAfter(currentHour); hour = hour.plus(1, ChronoUnit.HOURS)) {
            Map<String, Integer> inHour = scores.written(hour);
            int index = index(hour);
            written.values().forEach(hours -> hours[index] = 0);
            inHour.forEach((tenant, number) -> written.computeIfAbsent(tenant, _ -> new int[HOURS])[index] = number);
            latestHour = hour;
        }
        written.values().removeIf(hours -> Arrays.stream(hours).allMatch(number -> number == 0));
        ofAll = null;
        refreshed = clock.instant();
    }

    private Written sum(Collection<int[]> tenants) {
        NavigableMap<Instant, Long> byHour = new TreeMap<>();
        for (Instant hour = firstHour(latestHour); !hour.isAfter(latestHour); hour = hour.plus(1, ChronoUnit.HOURS)) {
            int index = index(hour);
            byHour.put(hour, tenants.stream().mapToLong(hours -> hours[index]).sum());
        }
        return new Written(byHour, tenants.size());
    }

    private static Instant firstHour(Instant lastHour) {
        return lastHour.minus(HOURS - 1, ChronoUnit.HOURS);
    }

    private static int index(Instant hour) {
        return hour.atOffset(ZoneOffset.UTC).getHour();
    }
}
