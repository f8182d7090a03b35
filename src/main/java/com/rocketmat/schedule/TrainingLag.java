package com.rocketmat.schedule;

import com.rocketmat.tenant.scope.AcrossTenants;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.Session;

/**
 * How long the oldest training has waited for a replica that trains; updated on a timer, so that a scrape costs no query. A training of
 * a paused tenant is looked at every few seconds, and one under way has a heartbeat: neither waits.
 */
@ApplicationScoped
class TrainingLag {

    static final String TRAINING_LAG = "rocketmat_training_lag_seconds";

    private final Session session;
    private final Clock clock;
    private final AtomicLong lag;

    TrainingLag(Session session, Clock clock, MeterRegistry metrics) {
        this.session = session;
        this.clock = clock;
        this.lag = metrics.gauge(TRAINING_LAG, new AtomicLong());
    }

    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    @Transactional
    void refresh() {
        Instant oldest = session.createNativeQuery(
                        "SELECT min(greatest(execution_time, last_heartbeat)) FROM training_task", Instant.class)
                .getSingleResult();
        lag.set(Optional.ofNullable(oldest)
                .map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
                .orElse(0L));
    }
}
