package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantPurge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The trainings in the database; each change is one transaction. */
@TenantRows
public class Trainings {

    // Adds nothing for a purged tenant. Does not lock the tenant's row: a purge that holds the training's lock would
    // wait for that lock, and this statement for the purge.
    private static final String INSERT = """
            INSERT INTO training (tenant_id, state, label, without, requested_by, requested_at)
            SELECT ?1, 'QUEUED', ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT FROM tenant WHERE tenant_id = ?1)
            ON CONFLICT (tenant_id) WHERE ended_at IS NULL DO NOTHING RETURNING *""";

    private static final String START = """
            UPDATE training SET attempt = attempt + 1, crashes = crashes + CASE state WHEN 'QUEUED' THEN 0 ELSE 1 END,
              state = 'READING', label = ?2, started_at = coalesce(started_at, ?3), rows_read = 0, phase = NULL, percent = NULL, reason = NULL
            WHERE tenant_id = ?1 AND ended_at IS NULL RETURNING id, attempt, crashes, without""";

    /** Matches only the attempt that owns the row; a queued training has no owner. */
    private static final String OWNED =
            " WHERE tenant_id = ?1 AND id = ?2 AND attempt = ?3 AND state <> 'QUEUED' AND ended_at IS NULL";

    private static final String REQUEUE =
            "UPDATE training SET state = 'QUEUED', rows_read = 0, phase = NULL, percent = NULL, ";

    /** Running trainings without a heartbeat for a minute, and the replicas that claimed them, if any. */
    private static final String WITHOUT_HEARTBEAT = """
            SELECT t.tenant_id, t.id, t.attempt, k.picked_by FROM training t
            LEFT JOIN training_task k ON k.task_instance = t.tenant_id AND k.picked
            WHERE t.ended_at IS NULL AND t.state <> 'QUEUED'
              AND (k.last_heartbeat > statement_timestamp() - interval '1 minute') IS NOT TRUE""";

    private static final String UNSCHEDULED = """
            SELECT t.tenant_id FROM training t
            WHERE t.ended_at IS NULL AND NOT EXISTS (SELECT FROM training_task k WHERE k.task_instance = t.tenant_id)
            ORDER BY t.requested_at""";

    private static final String EXPIRED = "SELECT tenant_id, id FROM training WHERE ended_at < ?1 ORDER BY ended_at";

    private static final String DELETE = "DELETE FROM training WHERE tenant_id = ? AND id = ?";

    private static final String GAUGE = "rocketmat_trainings";

    private final Sql sql;
    private final Clock clock;
    private final AtomicLong queued;
    private final AtomicLong running;

    Trainings(Sql sql, Clock clock, MeterRegistry metrics) {
        this.sql = sql;
        this.clock = clock;
        this.queued = metrics.gauge(GAUGE, Tags.of("state", "queued"), new AtomicLong());
        this.running = metrics.gauge(GAUGE, Tags.of("state", "running"), new AtomicLong());
    }

    /**
     * One start of a training. Owns the row until the next attempt starts.
     *
     * @param crashes how often a replica died while it ran the training
     */
    record Attempt(TenantId tenant, long id, int number, int crashes, List<String> without) {}

    /** @param percent of the phase, null while it is unknown */
    record Progress(TrainingState state, int rowsRead, String phase, Integer percent) {}

    /** Empty while another training of the tenant is open, and for a tenant that was purged, of which this replica may not know yet. */
    Optional<TrainingView> add(TenantId tenant, String label, List<String> without, String requestedBy) {
        return sql.find(INSERT, TrainingView::of, tenant, label, without.toArray(String[]::new), requestedBy, now());
    }

    /** The trainings with a lower id than {@code before}, newest first. */
    List<TrainingView> page(TenantId tenant, long before, int size) {
        return sql
                .query(
                        "SELECT * FROM training WHERE tenant_id = ?1 AND id < ?2 ORDER BY id DESC",
                        Tuple.class,
                        tenant,
                        before)
                .setMaxResults(size)
                .getResultList()
                .stream()
                .map(TrainingView::of)
                .toList();
    }

    Optional<TrainingView> find(TenantId tenant, long id) {
        return sql.find("SELECT * FROM training WHERE tenant_id = ?1 AND id = ?2", TrainingView::of, tenant, id);
    }

    /** The id of the tenant's open training, of which there is at most one. */
    Optional<Long> findOpen(TenantId tenant) {
        return sql.find("SELECT id FROM training WHERE tenant_id = ?1 AND ended_at IS NULL", Long.class, tenant);
    }

    /** The features that the tenant's last training excluded. */
    List<String> lastExcludedFeatures(TenantId tenant) {
        return page(tenant, Long.MAX_VALUE, 1).stream()
                .flatMap(last -> last.without().stream())
                .toList();
    }

    /**
     * Starts the tenant's open training from the beginning, even if another replica runs it; empty if there is none.
     *
     * @param label may have changed in the secret since the request
     */
    Optional<Attempt> start(TenantId tenant, String label) {
        return sql.find(
                START,
                row -> new Attempt(
                        tenant,
                        row.get(0, Long.class),
                        row.get(1, Integer.class),
                        row.get(2, Integer.class),
                        List.of(row.get(3, String[].class))),
                tenant,
                label,
                now());
    }

    /** False if the training was cancelled, purged or restarted by another replica. */
    @Transactional(TxType.REQUIRES_NEW)
    boolean storeProgress(TenantId tenant, Attempt attempt, Progress progress) {
        return sql.update(
                        "UPDATE training SET state = ?4, rows_read = ?5, phase = ?6, percent = ?7" + OWNED,
                        tenant,
                        attempt.id(),
                        attempt.number(),
                        progress.state().name(),
                        progress.rowsRead(),
                        Sql.nullable(progress.phase(), String.class),
                        Sql.nullable(progress.percent(), Integer.class))
                == 1;
    }

    /** Stores the result of {@code work}; empty, and {@code work} does not run, if the attempt no longer owns the training. */
    Optional<TrainingEnd.Result> end(TenantId tenant, Attempt attempt, Supplier<TrainingEnd.Result> work) {
        return ifOwned(tenant, attempt, () -> {
            TrainingEnd.Result result = work.get();
            sql.update(
                    "UPDATE training SET state = ?4, reason = ?5, version = ?6,"
                            + " report = ?7, ended_at = ?8, phase = NULL, percent = NULL" + OWNED,
                    tenant,
                    attempt.id(),
                    attempt.number(),
                    result.state().name(),
                    Sql.nullable(result.reason().orElse(null), String.class),
                    Sql.nullable(result.version().orElse(null), String.class),
                    Sql.nullable(result.report().orElse(null), String.class),
                    now());
            return result;
        });
    }

    /** False if the attempt no longer owns the training. */
    boolean requeue(TenantId tenant, Attempt attempt, String reason) {
        return sql.update(REQUEUE + "reason = ?4" + OWNED, tenant, attempt.id(), attempt.number(), reason) == 1;
    }

    /** Requeues the open trainings of a replica that shuts down. */
    @AcrossTenants
    public void requeueOf(String replica) {
        sql.update(
                REQUEUE + "reason = ?2 WHERE ended_at IS NULL AND state <> 'QUEUED' AND tenant_id IN"
                        + " (SELECT task_instance FROM training_task WHERE picked AND picked_by = ?1)",
                replica,
                TrainingEnd.SHUT_DOWN.explanation());
    }

    /** Requeues the tenant's open training: its replica lives, but could not reach the database. */
    public void requeueCutOff(TenantId tenant) {
        sql.update(
                REQUEUE + "reason = ?2 WHERE ended_at IS NULL AND state <> 'QUEUED' AND tenant_id = ?1",
                tenant,
                TrainingEnd.CUT_OFF.explanation());
    }

    /**
     * Requeues trainings of dead replicas, even if no replica can take over: none trains, or the tenant is paused.
     *
     * @param gone tests a replica that missed its heartbeats
     */
    @AcrossTenants
    public void requeueOrphans(Predicate<String> gone) {
        for (Tuple row : sql.list(WITHOUT_HEARTBEAT, Tuple.class)) {
            String replica = row.get(3, String.class);
            String tenant = row.get(0, String.class);
            long id = row.get(1, Long.class);
            boolean orphaned = (replica == null || gone.test(replica))
                    && sql.update(
                                    REQUEUE + "reason = NULL, crashes = crashes + 1" + OWNED,
                                    tenant,
                                    id,
                                    row.get(2, Integer.class))
                            == 1;
            if (orphaned) {
                Log.warnf("Training %d of %s is queued again: its replica is gone", id, tenant);
            }
        }
    }

    /**
     * Locks the row, so that a purge waits for {@code work} and deletes what it stored. Empty, and {@code work} does not run, if the attempt
     * no longer owns the training.
     */
    <T> Optional<T> ifOwned(TenantId tenant, Attempt attempt, Supplier<T> work) {
        return sql.find(
                        "SELECT id FROM training" + OWNED + " FOR UPDATE",
                        Long.class,
                        tenant,
                        attempt.id(),
                        attempt.number())
                .map(_ -> work.get());
    }

    /** False if the training has ended; a replica that runs it notices within a second. */
    boolean cancel(TenantId tenant, long id, String reason) {
        return sql.update(
                        "UPDATE training SET state = 'FAILED', reason = ?3, ended_at = ?4,"
                                + " phase = NULL, percent = NULL WHERE tenant_id = ?1 AND id = ?2 AND ended_at IS NULL",
                        tenant,
                        id,
                        reason,
                        now())
                == 1;
    }

    boolean requestedSince(TenantId tenant, Instant since) {
        return sql.value(
                        "SELECT count(*) FROM training WHERE tenant_id = ?1 AND requested_at >= ?2",
                        Long.class,
                        tenant,
                        since)
                > 0;
    }

    /** Whether the tenant's open training first began less than {@link TrainingEnd#MAX_RETRY_TIME} ago. */
    boolean mayRetry(TenantId tenant) {
        return sql.value(
                        "SELECT count(*) FROM training WHERE tenant_id = ?1 AND ended_at IS NULL AND started_at >= ?2",
                        Long.class,
                        tenant,
                        now().minus(TrainingEnd.MAX_RETRY_TIME))
                > 0;
    }

    /** The tenants with an open training that is not in the schedule, the longest waiting first. */
    @AcrossTenants
    public List<TenantId> unscheduled() {
        return sql.list(UNSCHEDULED, String.class).stream().map(TenantId::new).toList();
    }

    /**
     * A replica removes the task of a training it runs; if no replica trains, tasks of ended trainings would stay overdue for ever. A purge
     * may hold its task for minutes.
     */
    @AcrossTenants
    public void unscheduleEnded(String task) {
        sql.update(
                "DELETE FROM training_task WHERE task_name = ?1 AND task_instance IN (SELECT k.task_instance FROM training_task k"
                        + " WHERE k.task_name = ?1 AND NOT k.picked AND NOT EXISTS"
                        + " (SELECT FROM training t WHERE t.tenant_id = k.task_instance AND t.ended_at IS NULL)"
                        + " FOR UPDATE OF k SKIP LOCKED)",
                task);
    }

    /** Trainings of all tenants. {@code waiting} does not count tenants that are paused. */
    record Queue(long waiting, long running) {}

    @AcrossTenants
    Queue queue() {
        Tuple row = sql.value(
                "SELECT count(*) FILTER (WHERE state = 'QUEUED'), count(*) FILTER (WHERE state <> 'QUEUED')"
                        + " FROM training WHERE ended_at IS NULL AND (state <> 'QUEUED' OR tenant_id NOT IN ("
                        + RunPermission.WAITING + "))",
                Tuple.class);
        return new Queue(row.get(0, Long.class), row.get(1, Long.class));
    }

    /** On a timer, so that a scrape costs no query. */
    @Scheduled(every = "15s", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void updateGauges() {
        Queue queue = queue();
        queued.set(queue.waiting());
        running.set(queue.running());
    }

    /** Runs first, so that a replica that still trains cannot store more, see {@link #ifOwned}. */
    void on(@Observes @Priority(TenantPurge.SCHEDULE) TenantPurge purge) {
        purge.delete("training");
    }

    /**
     * Keeps ended trainings as long as decisions: California has employers keep what customised a model for them. A version keeps the
     * report as its card.
     */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.DECISIONS, EXPIRED, DELETE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
