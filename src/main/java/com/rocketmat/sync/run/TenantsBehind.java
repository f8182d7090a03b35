package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Number of running tenants that make no progress: slice after slice ends without a step, so they pause longer and longer and are
 * not even due. This is not lag, and another replica would not help. Updated on a timer, so that a scrape costs no query.
 */
@ApplicationScoped
class TenantsBehind {

    static final String BEHIND = "rocketmat_tenants_behind";

    /** In a row; a single timeout does not count, and the pauses between this many failures take minutes. */
    static final int SLICES_WITHOUT_A_STEP = 5;

    private final Sql sql;
    private final AtomicLong behind;

    TenantsBehind(Sql sql, MeterRegistry metrics) {
        this.sql = sql;
        this.behind = metrics.gauge(BEHIND, new AtomicLong());
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    @Transactional
    void refresh() {
        behind.set(sql.query(
                        "SELECT count(*) FROM sync_position JOIN tenant USING (tenant_id) WHERE failures >= ?1 AND state IN ('ACTIVE', 'DRY_RUN')",
                        Long.class)
                .with(SLICES_WITHOUT_A_STEP)
                .getSingleResult());
    }
}
