package com.rocketmat.console;

import com.rocketmat.score.ScoreFigures;
import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.TenantSearch;
import com.rocketmat.tenant.TenantState;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The figures of all tenants together. They are counted at most once a second, however many look; hours that are over, once. */
@ApplicationScoped
class Totals {

    private static final int HOURS = 24;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final TenantSearch tenants;
    private final ScoreFigures scores;
    private final Instance<TenantFacts.NextDue> dues;
    private final Clock clock;
    private final NavigableMap<Instant, Long> hoursOver = new TreeMap<>();
    private Figures latest;

    Totals(TenantSearch tenants, ScoreFigures scores, Instance<TenantFacts.NextDue> dues, Clock clock) {
        this.tenants = tenants;
        this.scores = scores;
        this.dues = dues;
        this.clock = clock;
    }

    /** @param written scores in each of the last hours, the present one last */
    record Figures(
            Instant at,
            Map<TenantState, Long> states,
            Optional<Instant> oldestDue,
            long waiting,
            NavigableMap<Instant, Long> written) {

        long tenants() {
            return states.values().stream().mapToLong(Long::longValue).sum();
        }

        long writtenAltogether() {
            return written.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Whatever of it a page shows; the times go by themselves. */
        Object shown() {
            return List.of(states, waiting, written);
        }
    }

    synchronized Figures figures() {
        Instant now = clock.instant();
        if (latest == null || !now.isBefore(latest.at().plus(FRESH)) || now.isBefore(latest.at())) {
            latest = new Figures(now, tenants.count(), dues.get().oldestDue(), scores.waiting(), written(now));
        }
        return latest;
    }

    private NavigableMap<Instant, Long> written(Instant now) {
        Instant present = now.truncatedTo(ChronoUnit.HOURS);
        Instant first = present.minus(HOURS - 1, ChronoUnit.HOURS);
        hoursOver.headMap(first).clear();
        // what was over when it was counted does not change but for a correction now and then
        Instant from = hoursOver.isEmpty() ? first : hoursOver.lastKey().plus(1, ChronoUnit.HOURS);
        Map<Instant, Long> counted = scores.writtenByHour(from, present.plus(1, ChronoUnit.HOURS));
        hours(from, present).forEach(hour -> hoursOver.put(hour, counted.getOrDefault(hour, 0L)));
        NavigableMap<Instant, Long> written = new TreeMap<>(hoursOver);
        written.put(present, counted.getOrDefault(present, 0L));
        return written;
    }

    private static Stream<Instant> hours(Instant from, Instant to) {
        return LongStream.range(0, ChronoUnit.HOURS.between(from, to))
                .mapToObj(hour -> from.plus(hour, ChronoUnit.HOURS));
    }
}
