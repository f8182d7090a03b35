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
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Counts webhooks by action and outcome, in a metric over all tenants and in the database for each tenant. Counts in memory first, so that
 * ignored and refused events cost no statement.
 */
// registers its metrics at startup
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
        // starts at 0, because Prometheus sees no increase in a series that appears with its first count
        for (Reception outcome : Reception.values()) {
            metrics.counter(WEBHOOKS, "action", Effect.OTHER, "outcome", outcome.label());
        }
        // these come from the inbox, with the event's action, and an alert waits for them
        Effect[] taken = EnumSet.complementOf(EnumSet.of(Effect.NOTHING)).toArray(Effect[]::new);
        for (String action : Effect.actions(taken)) {
            metrics.counter(WEBHOOKS, "action", action, "outcome", Reception.QUEUE_FULL.label());
            metrics.counter(WEBHOOKS, "action", action, "outcome", Reception.DATABASE_AWAY.label());
        }
    }

    /** Bounded by tenants with a webhook secret, known actions and outcomes; a forged call cannot add a key. */
    record Key(TenantId tenant, String action, Reception outcome) {}

    record Count(long number, Instant last) {

        Count plus(Count other) {
            return new Count(number + other.number, last.isAfter(other.last) ? last : other.last);
        }
    }

    /** @param tenant empty to count in the metric only */
    void count(Optional<TenantId> tenant, String action, Reception outcome) {
        metrics.counter(WEBHOOKS, "action", action, "outcome", outcome.label()).increment();
        tenant.ifPresent(id -> counts.merge(new Key(id, action, outcome), new Count(1, clock.instant()), Count::plus));
    }

    @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
    synchronized void store() {
        counts.keySet().stream().collect(Collectors.groupingBy(Key::tenant)).forEach(this::store);
    }

    private void store(TenantId tenant, List<Key> keys) {
        // every replica locks these rows in the same order
        Map<Key, Count> taken = new TreeMap<>(Comparator.comparing(Key::action).thenComparing(Key::outcome));
        keys.forEach(key -> taken.put(key, counts.remove(key)));
        try {
            figures.add(tenant, taken);
        } catch (RuntimeException e) {
            Log.debugf(
                    "Cannot store the webhook counts of tenant %s; retrying later: %s",
                    tenant, e.getClass().getName());
            taken.forEach((key, count) -> counts.merge(key, count, Count::plus));
        }
    }
}
