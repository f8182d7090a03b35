package com.rocketmat.console;

import com.rocketmat.access.Reach;
import com.rocketmat.score.ScoreFigures;
import com.rocketmat.score.ScoreFigures.Written;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The figures of all tenants together. They are computed at most once a second, however many pages show them; past hours only once. */
@ApplicationScoped
class Totals {

    private static final int HOURS = 24;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TenantSearch tenants;
    private final ScoreFigures scores;
    private final Instance<TenantFacts.NextDue> dues;
    private final Clock clock;
    private final NavigableMap<Instant, Long> hoursOver = new TreeMap<>();
    /** Tenants with a score written in these hours or the current one, and the time of the latest write. */
    private final Map<String, Instant> writers = new HashMap<>();

    private Figures latest;

    Totals(TenantSearch tenants, ScoreFigures scores, Instance<TenantFacts.NextDue> dues, Clock clock) {
        this.tenants = tenants;
        this.scores = scores;
        this.dues = dues;
        this.clock = clock;
    }

    /** At one time: scores {@code written} per hour, the current hour last, and the number of tenants they were written for. */
    record Figures(
            Instant at,
            TenantSearch.Count count,
            Optional<Instant> oldestDue,
            long waiting,
            NavigableMap<Instant, Long> written,
            long writers) {

        Map<TenantState, Long> states() {
            return count.states();
        }

        long tenants() {
            return states().values().stream().mapToLong(Long::longValue).sum();
        }

        long writtenAltogether() {
            return written.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Covers everything a page shows, and tenants that left a state and came back; relative times refresh without it. */
        Object shown() {
            return List.of(count, waiting, written);
        }
    }

    Figures figures(Reach reach) {
        return switch (reach) {
            case Reach.All _ -> ofAll();
            case Reach.Only(Set<String> ids) -> ofSome(reach, ids);
        };
    }

    private synchronized Figures ofAll() {
        Instant now = clock.instant();
        if (latest == null || !now.isBefore(latest.at().plus(FRESH)) || now.isBefore(latest.at())) {
            Reach all = new Reach.All();
            NavigableMap<Instant, Long> written = written(now);
            latest = new Figures(
                    now, tenants.count(all), dues.get().oldestDue(), scores.waiting(all), written, writers.size());
        }
        return latest;
    }

    private Figures ofSome(Reach reach, Set<String> ids) {
        Instant now = clock.instant();
        Instant present = now.truncatedTo(ChronoUnit.HOURS);
        Written counted = scores.written(reach, first(present), present.plus(1, ChronoUnit.HOURS));
        NavigableMap<Instant, Long> written = new TreeMap<>();
        hours(first(present), present.plus(1, ChronoUnit.HOURS))
                .forEach(hour -> written.put(hour, counted.byHour().getOrDefault(hour, 0L)));
        Optional<Instant> oldestDue = dues
                .get()
                .nextDue(ids.stream().map(TenantId::new).toList())
                .values()
                .stream()
                .min(Comparator.naturalOrder());
        return new Figures(
                now,
                tenants.count(reach),
                oldestDue,
                scores.waiting(reach),
                written,
                counted.latest().size());
    }

    private NavigableMap<Instant, Long> written(Instant now) {
        Instant present = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = first(present);
        hoursOver.headMap(first).clear();
        // as after a clock that ran ahead
        hoursOver.tailMap(present).clear();
        // past hours change only by rare corrections
        Instant from = hoursOver.isEmpty() ? first : hoursOver.lastKey().plus(1, ChronoUnit.HOURS);
        Written counted = scores.written(new Reach.All(), from, present.plus(1, ChronoUnit.HOURS));
        hours(from, present)
                .forEach(hour -> hoursOver.put(hour, counted.byHour().getOrDefault(hour, 0L)));
        writers.putAll(counted.latest());
        writers.values().removeIf(last -> last.isBefore(first) || !last.isBefore(present.plus(1, ChronoUnit.HOURS)));
        NavigableMap<Instant, Long> written = new TreeMap<>(hoursOver);
        written.put(present, counted.byHour().getOrDefault(present, 0L));
        return written;
    }

    private static Instant first(Instant present) {
        return present.minus(HOURS - 1, ChronoUnit.HOURS);
    }

    private static Stream<Instant> hours(Instant from, Instant to) {
        return LongStream.range(0, ChronoUnit.HOURS.between(from, to))
                .mapToObj(hour -> from.plus(hour, ChronoUnit.HOURS));
    }
}
