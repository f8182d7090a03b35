package com.rocketmat.webhook;

import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Drops cached jobs of tenants in which a job has changed, also if another replica received the webhook. */
@ApplicationScoped
class ChangedJobs {

    // between two ends: of an open one PostgreSQL takes a third of the table to be beyond it
    private static final String CHANGED = """
            SELECT DISTINCT tenant_id FROM webhook_event
            WHERE done_at BETWEEN ?1 AND ?2 AND action IN ('job_updated', 'job_deleted')""";

    /** Some ticks, since the clocks of replicas differ; what is missed is kept for minutes only. */
    private static final Duration BACK = Duration.ofSeconds(5);

    private final Sql sql;
    private final ReferenceData referenceData;
    private final Clock clock;

    ChangedJobs(Sql sql, ReferenceData referenceData, Clock clock) {
        this.sql = sql;
        this.referenceData = referenceData;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void forget() {
        Instant now = clock.instant();
        sql.list(CHANGED, String.class, now.minus(BACK), now.plus(BACK))
                .forEach(tenant -> referenceData.forget(new TenantId(tenant)));
    }
}
