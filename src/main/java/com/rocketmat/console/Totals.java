package com.rocketmat.console;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Figures of many tenants together. Those of all tenants, and the scores of an hour, are read at most once a second, however many pages
 * show them.
 */
@ApplicationScoped
class Totals {

    private static final int HOURS = 24;
    private static final Duration MAX_AGE = Duration.ofSeconds(1);
    /** Past hours change by rare corrections, and are counted too early by a clock that is ahead. */
    private static final Duration MAX_AGE_OF_PAST = Duration.ofMinutes(10);

    private final TenantSearch tenants;
    private final ScoreFigures scores;
    private final Instance<TenantFacts.NextDue> dues;
    private final Clock clock;
    // no LoadingCache, whose reflection on a loader that is a lambda fails in a native binary, with a warning
    private final Cache<Reach.All, Figures> ofAll;
    /** Scores written by tenant. */
    private final Cache<Instant, Map<String, Integer>> currentHour;

    private final Cache<Instant, Map<String, Integer>> pastHours;

    Totals(TenantSearch tenants, ScoreFigures scores, Instance<TenantFacts.NextDue> dues, Clock clock) {
        this.tenants = tenants;
        this.scores = scores;
        this.dues = dues;
        this.clock = clock;
        this.ofAll = Caffeine.newBuilder().expireAfterWrite(MAX_AGE).build();
        this.currentHour = Caffeine.newBuilder().expireAfterWrite(MAX_AGE).build();
        this.pastHours = Caffeine.newBuilder().expireAfterWrite(MAX_AGE_OF_PAST).build();
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
            case Reach.All all -> ofAll.get(all, this::compute);
            case Reach.Only only -> compute(only);
        };
    }

    private Figures compute(Reach reach) {
        return new Figures(tenants.count(reach), oldestDue(reach), scores.waiting(reach), written(reach));
    }

    private Optional<Instant> oldestDue(Reach reach) {
        return switch (reach) {
            case Reach.All _ -> dues.get().oldestDue();
            case Reach.Only(Set<String> ids) ->
                dues.get().nextDue(ids.stream().map(TenantId::new).toList()).values().stream()
                        .min(Comparator.naturalOrder());
        };
    }

    private Written written(Reach reach) {
        Instant current = clock.instant().truncatedTo(ChronoUnit.HOURS);
        NavigableMap<Instant, Long> byHour = new TreeMap<>();
        Set<String> writers = new HashSet<>();
        for (int ago = 0; ago < HOURS; ago++) {
            Instant hour = current.minus(ago, ChronoUnit.HOURS);
            var counted = ago == 0 ? currentHour : pastHours;
            long total = 0;
            for (var written : counted.get(hour, scores::written).entrySet()) {
                if (reach.covers(written.getKey())) {
                    writers.add(written.getKey());
                    total += written.getValue();
                }
            }
            byHour.put(hour, total);
        }
        return new Written(byHour, writers.size());
    }
}
