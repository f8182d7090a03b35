package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** How many running tenants have applications that Greenhouse was not asked of for longer than it should be. Read on a tick. */
@ApplicationScoped
public class ReconciliationsBehind {

    static final String BEHIND = "rocketmat_reconciliation_behind";

    private final ReconcileConfig config;
    private final Sql sql;
    private final Clock clock;
    private final AtomicLong behind;

    ReconciliationsBehind(ReconcileConfig config, Sql sql, Clock clock, MeterRegistry metrics) {
        this.config = config;
        this.sql = sql;
        this.clock = clock;
        this.behind = metrics.gauge(BEHIND, new AtomicLong());
    }

    /** A round lasts a tenth of the time, and begins as much before it is over. */
    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    @Transactional
    void refresh() {
        behind.set(sql.query(
                        "SELECT count(*) FROM reconciliation JOIN tenant USING (tenant_id) WHERE state IN ('ACTIVE', 'DRY_RUN')"
                                + " AND ((below IS NULL AND next_at < ?1) OR (below IS NOT NULL AND round_since < ?1))",
                        Long.class)
                .with(clock.instant().minus(config.reconcile().dividedBy(10)))
                .getSingleResult());
    }
}
