package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.TenantId;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Counts webhooks by action and outcome: as a metric of all tenants, and for each tenant in the database. In
 * memory first, so that an event that leads to nothing, or is refused, costs no statement however many there are.
 */
// its metrics are there from the start
@Startup
@ApplicationScoped
class WebhookCounts {

    static final String WEBHOOKS = "rocketmat_webhooks";

    private final WebhookFigures figures;
    private final MeterRegistry metrics;
    private final Clock clock;
    private final Map<Key, Count> counts = new ConcurrentHashMap<>();

    WebhookCounts(WebhookFigures figures, MeterRegistry metrics, Clock clock) {
        this.figures = figures;
        this.metrics = metrics;
        this.clock = clock;
        // from 0 on: to Prometheus, a series that appears with its first count has not increased
        for (Reception outcome : Reception.values()) {
            metrics.counter(WEBHOOKS, "action", Effect.OTHER, "outcome", outcome.label());
        }
    }

    /** Bounded by the tenants with a webhook secret, the known actions and the outcomes: a stranger cannot add a key. */
    record Key(TenantId tenant, String action, Reception outcome) {}

    record Count(long number, Instant last) {

        Count plus(Count other) {
            return new Count(number + other.number, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** @param tenant empty when it is not known, or does not matter */
    void count(Optional<TenantId> tenant, String action, Reception outcome) {
        metrics.counter(WEBHOOKS, "action", action, "outcome", outcome.label()).increment();
        tenant.ifPresent(
                known -> counts.merge(new Key(known, action, outcome), new Count(1, clock.instant()), Count::plus));
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void store() {
        counts.keySet().stream().collect(Collectors.groupingBy(Key::tenant)).forEach(this::store);
    }

    private void store(TenantId tenant, List<Key> keys) {
        // in the same order on every replica, since each locks these rows one after the other
        Map<Key, Count> taken = new TreeMap<>(Comparator.comparing(Key::action).thenComparing(Key::outcome));
        keys.forEach(key -> taken.put(key, counts.remove(key)));
        try {
            figures.add(tenant, taken);
        } catch (RuntimeException e) {
            Log.debugf(
                    "Cannot store the counts of webhooks of tenant %s, trying again later: %s",
                    tenant, e.getClass().getName());
            taken.forEach((key, count) -> counts.merge(key, count, Count::plus));
        }
    }
}
