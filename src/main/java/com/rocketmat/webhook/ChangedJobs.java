package com.rocketmat.webhook;

import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;

/** Drops cached jobs of tenants in which a job has changed, also if another replica received the webhook. */
@ApplicationScoped
class ChangedJobs {

    // looks several ticks back, since a transaction may take as long; a missed job stays cached for minutes only
    // the upper bound is for PostgreSQL's planner, which estimates a third of the table without one
    private static final String CHANGED = """
            SELECT DISTINCT tenant_id FROM webhook_event
            WHERE done_at BETWEEN statement_timestamp() - interval '5 seconds' AND statement_timestamp()
              AND action IN ('job_updated', 'job_deleted')""";

    private final Sql sql;
    private final ReferenceData referenceData;

    ChangedJobs(Sql sql, ReferenceData referenceData) {
        this.sql = sql;
        this.referenceData = referenceData;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void forget() {
        sql.list(CHANGED, String.class).forEach(tenant -> referenceData.forget(new TenantId(tenant)));
    }
}
