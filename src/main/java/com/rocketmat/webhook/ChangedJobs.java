package com.rocketmat.webhook;

import com.rocketmat.sync.reading.ReferenceData;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import org.hibernate.Session;

/** Drops cached jobs of tenants in which a job has changed, also if another replica received the webhook. */
@ApplicationScoped
class ChangedJobs {

    private static final String CHANGED = """
            SELECT DISTINCT tenant_id FROM webhook_event WHERE done_at > ?1 AND action IN ('job_updated', 'job_deleted')""";

    /** Some ticks, since the clocks of replicas differ; what is missed is kept for minutes only. */
    private static final Duration BACK = Duration.ofSeconds(5);

    private final Session session;
    private final ReferenceData referenceData;
    private final Clock clock;

    ChangedJobs(Session session, ReferenceData referenceData, Clock clock) {
        this.session = session;
        this.referenceData = referenceData;
        this.clock = clock;
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    @Transactional
    void forget() {
        session.createNativeQuery(CHANGED, String.class)
                .setParameter(1, clock.instant().minus(BACK))
                .getResultList()
                .forEach(tenant -> referenceData.forget(new TenantId(tenant)));
    }
}
