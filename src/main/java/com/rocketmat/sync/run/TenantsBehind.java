package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Numbers of running tenants that are behind. Updated on timers, so that a scrape costs no query. */
@ApplicationScoped
class TenantsBehind {

    static final String BEHIND = "rocketmat_tenants_behind";
    static final String RECONCILIATION = "rocketmat_reconciliation_behind";

    /** In a row; a single timeout does not count, and the pauses between this many failures take minutes. */
    static final int SLICES_WITHOUT_A_STEP = 5;

    private final ReconcileConfig config;
    private final Sql sql;
    private final Clock clock;
    private final AtomicLong behind;
    private final AtomicLong reconciliation;

    TenantsBehind(ReconcileConfig config, Sql sql, Clock clock, MeterRegistry metrics) {
        this.config = config;
        this.sql = sql;
        this.clock = clock;
        this.behind = metrics.gauge(BEHIND, new AtomicLong());
        this.reconciliation = metrics.gauge(RECONCILIATION, new AtomicLong());
    }

    /**
     * Tenants without progress: slice after slice ends without a step, so they pause longer and longer. They are not due, so this is not lag, and
     * another replica would not help.
     */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refresh() {
        behind.set(sql.value(
                "SELECT count(*) FROM sync_position JOIN tenant USING (tenant_id) WHERE failures >= ?1 AND state IN ('ACTIVE', 'DRY_RUN')",
                Long.class,
                SLICES_WITHOUT_A_STEP));
    }

    /**
     * Tenants whose ids were not compared with Greenhouse in time. A round takes a tenth of the period, and begins that long before its end, unless
     * the tenant's user changes again and again.
     */
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refreshReconciliation() {
        Instant late = clock.instant().minus(config.reconcile().dividedBy(10));
        reconciliation.set(sql.value(
                "SELECT count(*) FROM reconciliation JOIN tenant USING (tenant_id) WHERE state IN ('ACTIVE', 'DRY_RUN')"
                        + " AND (next_at < ?1 OR (below IS NOT NULL AND round_since < ?1) OR round_since < ?2)",
                Long.class,
                late,
                late.minus(config.reconcile())));
    }
}
