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
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The trainings in the database; each change is one transaction. */
@TenantRows
public class Trainings {

    private static final String ADD = """
            INSERT INTO training (tenant_id, state, label, without, requested_by, requested_at) VALUES (?1, 'QUEUED', ?2, ?3, ?4, ?5)
            ON CONFLICT (tenant_id) WHERE ended_at IS NULL DO NOTHING RETURNING *""";

    private static final String BEGIN = """
            UPDATE training SET attempt = attempt + 1, crashes = crashes + CASE state WHEN 'QUEUED' THEN 0 ELSE 1 END,
              state = 'READING', label = ?2, started_at = coalesce(started_at, ?3), rows_read = 0, phase = NULL, ends_about = NULL, reason = NULL
            WHERE tenant_id = ?1 AND ended_at IS NULL RETURNING id, attempt, crashes, without""";

    /** Of the attempt that is in charge of it: none is while it is queued. */
    private static final String OURS =
            " WHERE tenant_id = ?1 AND id = ?2 AND attempt = ?3 AND state <> 'QUEUED' AND ended_at IS NULL";

    /** From which it starts from the beginning. */
    private static final String INTO_QUEUE =
            "UPDATE training SET state = 'QUEUED', rows_read = 0, phase = NULL, ends_about = NULL, ";

    /** Those that are worked on, by the replicas that claimed their tenants, if any, and were not heard of for a minute. */
    private static final String UNHEARD = """
            SELECT t.tenant_id, t.id, t.attempt, k.picked_by FROM training t
            LEFT JOIN training_task k ON k.task_instance = t.tenant_id AND k.picked
            WHERE t.ended_at IS NULL AND t.state <> 'QUEUED'
              AND (k.last_heartbeat > statement_timestamp() - interval '1 minute') IS NOT TRUE""";

    private static final String UNSCHEDULED = """
            SELECT t.tenant_id FROM training t
            WHERE t.ended_at IS NULL AND NOT EXISTS (SELECT FROM training_task k WHERE k.task_instance = t.tenant_id)
            ORDER BY t.requested_at""";

    private static final String OLD = "SELECT tenant_id, id FROM training WHERE ended_at < ?1 ORDER BY ended_at";

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
     * A start of a training; the only one that may change its row until the next one begins.
     *
     * @param crashes how often its replica ended in the middle of it
     */
    record Attempt(TenantId tenant, long id, int number, int crashes, List<String> without) {}

    record Position(TrainingState state, int rowsRead, String phase, Instant endsAbout) {}

    /** A new training; empty while another one is open. */
    Optional<TrainingView> add(TenantId tenant, String label, List<String> without, String requestedBy) {
        return sql.find(ADD, TrainingView::of, tenant, label, without.toArray(String[]::new), requestedBy, now());
    }

    /** Those before one, newest first. */
    List<TrainingView> page(TenantId tenant, long before, int size) {
        return sql.query(
                        "SELECT * FROM training WHERE tenant_id = ?1 AND id < ?2 ORDER BY id DESC",
                        Tuple.class,
                        tenant,
                        before)
                .setMaxResults(size)
                .getResultStream()
                .map(TrainingView::of)
                .toList();
    }

    Optional<TrainingView> find(TenantId tenant, long id) {
        return sql.find("SELECT * FROM training WHERE tenant_id = ?1 AND id = ?2", TrainingView::of, tenant, id);
    }

    /** The id of the tenant's open training, of which there is at most one. */
    Optional<Long> open(TenantId tenant) {
        return sql.find("SELECT id FROM training WHERE tenant_id = ?1 AND ended_at IS NULL", Long.class, tenant);
    }

    /** What the tenant's last training was not to learn from. */
    List<String> lastWithout(TenantId tenant) {
        return page(tenant, Long.MAX_VALUE, 1).stream()
                .flatMap(last -> last.without().stream())
                .toList();
    }

    /** How many rows the last training read that read all of them: one that was refused may have read a part. */
    OptionalInt lastRows(TenantId tenant) {
        return sql.query(
                        "SELECT rows_read FROM training WHERE tenant_id = ?1 AND state = 'DONE' ORDER BY id DESC",
                        Integer.class,
                        tenant)
                .setMaxResults(1)
                .getResultStream()
                .mapToInt(Integer::intValue)
                .findFirst();
    }

    /**
     * Starts the tenant's open training from the beginning, even one that another replica had begun; empty if there is none.
     *
     * @param label which may have changed in the secret since it was asked for
     */
    Optional<Attempt> begin(TenantId tenant, String label) {
        return sql.find(
                BEGIN,
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

    /** False if the training is lost: cancelled, purged, or begun again by another replica. */
    @Transactional(TxType.REQUIRES_NEW)
    boolean move(TenantId tenant, Attempt attempt, Position position) {
        return sql.update(
                        "UPDATE training SET state = ?4, rows_read = ?5, phase = ?6, ends_about = ?7" + OURS,
                        tenant,
                        attempt.id(),
                        attempt.number(),
                        position.state().name(),
                        position.rowsRead(),
                        Sql.nullable(position.phase(), String.class),
                        Sql.nullable(position.endsAbout(), Instant.class))
                == 1;
    }

    /** Ends it with what the work gives, unless it is lost. */
    Optional<TrainingEnd.Result> end(TenantId tenant, Attempt attempt, Supplier<TrainingEnd.Result> work) {
        return whileOurs(tenant, attempt, () -> {
            TrainingEnd.Result result = work.get();
            sql.update(
                    "UPDATE training SET state = ?4, reason = ?5, version = ?6,"
                            + " report = ?7, ended_at = ?8, phase = NULL, ends_about = NULL" + OURS,
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

    /** Puts it back into the queue, unless it is lost. */
    boolean requeue(TenantId tenant, Attempt attempt, String reason) {
        return sql.update(INTO_QUEUE + "reason = ?4" + OURS, tenant, attempt.id(), attempt.number(), reason) == 1;
    }

    /** Puts back what a replica works on that shuts down, as far as it does not end meanwhile. */
    @AcrossTenants
    public void requeueOf(String replica) {
        sql.update(
                INTO_QUEUE + "reason = ?2 WHERE ended_at IS NULL AND state <> 'QUEUED' AND tenant_id IN"
                        + " (SELECT task_instance FROM training_task WHERE picked AND picked_by = ?1)",
                replica,
                TrainingEnd.SHUT_DOWN.reason());
    }

    /**
     * Puts back what no replica works on any more, also where none takes it over: none trains, or its tenant is paused.
     *
     * @param gone whether a replica is, after its heartbeats were missed
     */
    @AcrossTenants
    public void requeueOrphans(Predicate<String> gone) {
        for (Tuple row : sql.list(UNHEARD, Tuple.class)) {
            String replica = row.get(3, String.class);
            String tenant = row.get(0, String.class);
            long id = row.get(1, Long.class);
            boolean orphaned = (replica == null || gone.test(replica))
                    && sql.update(
                                    INTO_QUEUE + "reason = NULL, crashes = crashes + 1" + OURS,
                                    tenant,
                                    id,
                                    row.get(2, Integer.class))
                            == 1;
            if (orphaned) {
                Log.warnf("Training %d of %s waits again: the replica that ran it is gone", id, tenant);
            }
        }
    }

    /** A purge waits for the work, and then finds what it left. Empty if the training is lost: then nothing was done. */
    <T> Optional<T> whileOurs(TenantId tenant, Attempt attempt, Supplier<T> work) {
        return sql.find(
                        "SELECT id FROM training" + OURS + " FOR UPDATE",
                        Long.class,
                        tenant,
                        attempt.id(),
                        attempt.number())
                .map(_ -> work.get());
    }

    /** Ends an open training; the replica that runs it notices within a second; false if it has ended. */
    boolean cancel(TenantId tenant, long id, String reason) {
        return sql.update(
                        "UPDATE training SET state = 'FAILED', reason = ?3, ended_at = ?4,"
                                + " phase = NULL, ends_about = NULL WHERE tenant_id = ?1 AND id = ?2 AND ended_at IS NULL",
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

    /** Whether the tenant's open training first began less than {@link TrainingEnd#LONGEST_TROUBLE} ago. */
    boolean isYoung(TenantId tenant) {
        return sql.value(
                        "SELECT count(*) FROM training WHERE tenant_id = ?1 AND ended_at IS NULL AND started_at >= ?2",
                        Long.class,
                        tenant,
                        now().minus(TrainingEnd.LONGEST_TROUBLE))
                > 0;
    }

    /** The tenants with an open training that is not in the schedule, the longest waiting first. */
    @AcrossTenants
    public List<TenantId> unscheduled() {
        return sql.list(UNSCHEDULED, String.class).stream().map(TenantId::new).toList();
    }

    /** Where no replica trains, they would be late for ever. One that works on a training removes it itself. */
    @AcrossTenants
    public void unscheduleEnded(String task) {
        sql.update(
                "DELETE FROM training_task k WHERE k.task_name = ?1 AND NOT k.picked AND NOT EXISTS"
                        + " (SELECT FROM training t WHERE t.tenant_id = k.task_instance AND t.ended_at IS NULL)",
                task);
    }

    /** The queue of all tenants: how many wait for a replica that trains, not for the end of a pause, and how many are worked on. */
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
    void gauge() {
        Queue queue = queue();
        queued.set(queue.waiting());
        running.set(queue.running());
    }

    /** First, so that a replica that still works on it leaves no row behind, see {@link #whileOurs}. */
    void on(@Observes @Priority(TenantPurge.SCHEDULE) TenantPurge purge) {
        purge.delete("training");
    }

    /**
     * Deletes trainings that ended long ago, as old as decisions may be: California has employers keep what customised a model for
     * them. The report of one that made a version stays as its card.
     */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.DECISIONS, OLD, DELETE);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
