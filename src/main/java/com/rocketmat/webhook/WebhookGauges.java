package com.rocketmat.webhook;

import com.rocketmat.tenant.TenantRegistry;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.state.TenantChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Waiting events, the age of the oldest, and tenants that receive none; refreshed on ticks, so that a scrape costs no query. */
@ApplicationScoped
class WebhookGauges {

    static final String WAITING = "rocketmat_webhooks_waiting";
    static final String LAG = "rocketmat_webhooks_lag_seconds";
    static final String SILENT = "rocketmat_webhooks_silent_tenants";

    private static final String WAIT = """
            SELECT count(*) AS waiting, coalesce(extract(epoch FROM statement_timestamp() - min(received_at)), 0) AS lag
            FROM webhook_event WHERE done_at IS NULL AND (outcome IS NULL OR attempts > 0)""";

    // skips tenants whose first run is recent: they may still be setting up their webhooks
    private static final String SILENCE = """
            SELECT tenant.tenant_id FROM tenant LEFT JOIN webhook_count ON webhook_count.tenant_id = tenant.tenant_id AND outcome <> 'refused'
            WHERE tenant.tenant_id = ANY(?2) GROUP BY tenant.tenant_id HAVING coalesce(max(last_at), '-infinity') < ?1 AND EXISTS (
                SELECT FROM run WHERE run.tenant_id = tenant.tenant_id AND ended_at > ?1 AND %s)
            AND (SELECT ended_at FROM run WHERE run.tenant_id = tenant.tenant_id ORDER BY id LIMIT 1) < ?1""".formatted(WebhookFigures.IS_FINDER);

    private static final String EXPECTED = """
            INSERT INTO webhook_count (tenant_id, action, outcome, number, last_at) VALUES (?1, ?2, ?3, 0, ?4)
            ON CONFLICT (tenant_id, action, outcome) DO NOTHING""";

    private final TenantRegistry tenants;
    private final Sql sql;
    private final Clock clock;
    private final AtomicLong waiting;
    private final AtomicLong lag;
    private final AtomicLong silent;

    WebhookGauges(TenantRegistry tenants, Sql sql, Clock clock, MeterRegistry metrics) {
        this.tenants = tenants;
        this.sql = sql;
        this.clock = clock;
        this.waiting = metrics.gauge(WAITING, new AtomicLong());
        this.lag = metrics.gauge(LAG, new AtomicLong());
        this.silent = metrics.gauge(SILENT, new AtomicLong());
    }

    /** In the registry's transaction: the silence of a tenant with a new webhook secret starts now. */
    void on(@Observes TenantChange change) {
        if (change instanceof TenantChange.Changed(TenantId tenant) && hasWebhooks(tenant)) {
            sql.update(EXPECTED, tenant, Effect.OTHER, Reception.IGNORED.label(), clock.instant());
        }
    }

    private boolean hasWebhooks(TenantId tenant) {
        return tenants.settings(tenant).flatMap(TenantSettings::webhookSecret).isPresent();
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refresh() {
        Tuple row = sql.value(WAIT, Tuple.class);
        waiting.set(row.get("waiting", Number.class).longValue());
        lag.set(row.get("lag", Number.class).longValue());
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refreshSilent() {
        // limits the query, which takes a second if it looks for the runs of thousands of other tenants
        String[] expected = tenants.running().values().stream()
                .filter(settings -> settings.webhookSecret().isPresent())
                .map(settings -> settings.id().value())
                .toArray(String[]::new);
        silent.set(sql.list(SILENCE, String.class, clock.instant().minus(WebhookFigures.SILENCE), expected)
                .size());
    }
}
