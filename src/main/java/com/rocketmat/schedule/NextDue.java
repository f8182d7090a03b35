package com.rocketmat.schedule;

import com.rocketmat.tenant.TenantFacts;
import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.PauseOfAll;
import com.rocketmat.tenant.state.RunPermission;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Reads the schedule: when tenants are due, and how late the latest of them is, which the HPA scales on. A running tenant counts
 * as late until its slice ends, because a slice may hang.
 */
@ApplicationScoped
class NextDue implements TenantFacts.NextDue {

    static final String DUE_LAG = "rocketmat_due_lag_seconds";
    static final String TRAINING_LAG = "rocketmat_training_lag_seconds";
    static final String DATABASE_AGE = "rocketmat_database_age_seconds";

    private static final String NEXT =
            "SELECT task_instance, execution_time FROM scheduled_tasks WHERE task_name = ?1 AND task_instance = ANY (?2)";

    private static final String LATER =
            "SELECT task_instance, execution_time FROM scheduled_tasks WHERE task_name = ?1 AND execution_time > ?2 AND NOT picked";

    private static final String OLDEST = "SELECT min(execution_time) FROM scheduled_tasks WHERE task_name = ?1";

    private static final String OLDEST_TRAINING = "SELECT min(greatest(execution_time, last_heartbeat))"
            + " FROM training_task WHERE task_instance NOT IN (" + RunPermission.WAITING + ")";

    private final Sql sql;
    private final Clock clock;
    private final PauseOfAll pauseOfAll;
    private final AtomicLong lag;
    private final AtomicLong trainingLag;
    private volatile Instant read;

    NextDue(Sql sql, Clock clock, PauseOfAll pauseOfAll, MeterRegistry metrics) {
        this.sql = sql;
        this.clock = clock;
        this.pauseOfAll = pauseOfAll;
        this.lag = metrics.gauge(DUE_LAG, new AtomicLong());
        this.trainingLag = metrics.gauge(TRAINING_LAG, new AtomicLong());
        this.read = clock.instant();
        // while the database is away, the lags keep their values
        metrics.gauge(
                DATABASE_AGE,
                this,
                due -> Duration.between(due.read, clock.instant()).toMillis() / 1_000.0);
    }

    @Override
    @AcrossTenants
    public Map<TenantId, Instant> nextDue(Collection<TenantId> tenants) {
        return times(NEXT, tenants.stream().map(TenantId::value).toArray(String[]::new));
    }

    /** The tenants that are due after this moment. */
    @AcrossTenants
    Map<TenantId, Instant> dueAfter(Instant moment) {
        return times(LATER, moment);
    }

    private Map<TenantId, Instant> times(String query, Object which) {
        return sql.list(query, Tuple.class, DueTenants.TASK, which).stream()
                .collect(Collectors.toMap(
                        row -> new TenantId(row.get(0, String.class)), row -> row.get(1, Instant.class)));
    }

    @Override
    @AcrossTenants
    public Optional<Instant> oldestDue() {
        return Optional.ofNullable(sql.value(OLDEST, Instant.class, DueTenants.TASK));
    }

    @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refreshLag() {
        // more replicas would not make paused tenants less late
        lag.set(late(oldestDue().filter(_ -> !pauseOfAll.paused())));
        read = clock.instant();
    }

    /**
     * How long the oldest training has waited for a replica that trains; updated on a timer, so that a scrape costs no query. One under way
     * has a heartbeat, so it does not wait.
     */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void refreshTrainingLag() {
        trainingLag.set(late(Optional.ofNullable(sql.value(OLDEST_TRAINING, Instant.class))));
    }

    private long late(Optional<Instant> oldest) {
        return oldest.map(since ->
                        Math.max(0, Duration.between(since, clock.instant()).toSeconds()))
                .orElse(0L);
    }
}
