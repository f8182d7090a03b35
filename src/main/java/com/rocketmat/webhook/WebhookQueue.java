package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Events that wait to be worked on, and finished ones without ids of people, so that repetitions are recognised. All by PostgreSQL's clock:
 * what one replica takes is due for the others at once.
 */
@TenantRows
class WebhookQueue {

    /** Events processed in one transaction, which locks their rows. */
    static final int BATCH = 500;

    /** Events per step that take a transaction each. */
    static final int SINGLE = 20;

    private static final String ADD = """
            INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, application_ids, candidate_id)
            SELECT ?1, ?2, statement_timestamp(), statement_timestamp(), ?3, ?4, ?5
            WHERE (SELECT count(*) FROM (
                SELECT FROM webhook_event WHERE tenant_id = ?1 AND done_at IS NULL AND outcome IS NULL LIMIT ?6) AS waiting) < ?6
            ON CONFLICT DO NOTHING""";

    private static final String ADD_DONE = """
            INSERT INTO webhook_event (tenant_id, event_id, received_at, done_at, action, outcome)
            VALUES (?1, ?2, statement_timestamp(), statement_timestamp(), ?3, ?4) ON CONFLICT DO NOTHING""";

    private static final String DUE = "done_at IS NULL AND due_at <= statement_timestamp()";

    /** Events are postponed by ten minutes at most: a later time was set while the clock was ahead. Skips those that a purge has locked. */
    private static final String CORRECT = """
            UPDATE webhook_event SET due_at = statement_timestamp() + CASE WHEN outcome IS NULL THEN interval '0' ELSE interval '10 minutes' END
            WHERE (tenant_id, event_id) IN (SELECT tenant_id, event_id FROM webhook_event
                WHERE done_at IS NULL AND due_at > statement_timestamp() + interval '11 minutes' FOR UPDATE SKIP LOCKED)""";

    private static final String WAITING =
            "SELECT event_id, action, application_ids, candidate_id FROM webhook_event WHERE tenant_id = ?1 AND " + DUE;

    private static final String DONE = """
            UPDATE webhook_event SET done_at = statement_timestamp(), outcome = ?2, application_ids = NULL, candidate_id = NULL
            WHERE tenant_id = ?1 AND event_id = ANY(?3)""";

    private static final String FORGET = """
            UPDATE webhook_event SET done_at = statement_timestamp(), outcome = 'erased', application_ids = NULL, candidate_id = NULL
            WHERE tenant_id = ?1 AND done_at IS NULL AND action <> ALL(?4)
              AND (candidate_id = ?2 OR (application_ids <> '{}' AND application_ids <@ ?3))""";

    /** Excludes second erasures, which {@link WebhookActions#ERASES} excludes anyway, because very many may be waiting. */
    private static final String FORGET_NEW = FORGET + " AND outcome IS NULL";

    /** Needed even if an erasure is remembered: that one may be by API, which can be withdrawn, but Greenhouse's is final. */
    private static final Set<String> FINAL_ERASURES = Effect.actions(Effect.ERASE_CANDIDATE);

    /** Excludes erasures of the merged candidate, which do not apply to the winner. */
    private static final String TRANSFER = """
            UPDATE webhook_event SET candidate_id = ?3
            WHERE tenant_id = ?1 AND done_at IS NULL AND candidate_id = ?2 AND action <> ALL(?4)""";

    /**
     * Erased applications are not remembered, so a slice that read one earlier may record it afterwards. Ten minutes suffice: a slice that
     * takes five soon ends with its process.
     */
    private static final String SCHEDULE_SECOND_ERASURE = """
            UPDATE webhook_event SET outcome = 'erased', attempts = 0, due_at = statement_timestamp() + interval '10 minutes'
            WHERE tenant_id = ?1 AND event_id = ?2 AND outcome IS NULL""";

    /**
     * By 32 s at most: an erasure is promised within a minute after its obstacle, such as a long purge that fails, is gone. If several
     * replicas fail at once, only the first postpones; an event that another one completed stays done.
     */
    private static final String POSTPONE = """
            UPDATE webhook_event SET attempts = attempts + 1, due_at = statement_timestamp() + interval '1 second' * power(2, least(attempts, 5))
            WHERE tenant_id = ?1 AND event_id = ?2 AND\s""" + DUE;

    /** All tenants share few threads, and a purge may lock its tenant's rows for minutes. A failed event is retried. */
    static final String SHORT_WAIT = "SELECT set_config('lock_timeout', '250ms', true)";

    private static final String OLD = """
            SELECT tenant_id, event_id FROM webhook_event WHERE done_at < ?1 ORDER BY done_at""";

    private static final String DELETE = "DELETE FROM webhook_event WHERE tenant_id = ? AND event_id = ?";

    private final Sql sql;
    private final WebhookConfig config;

    WebhookQueue(Sql sql, WebhookConfig config) {
        this.sql = sql;
        this.config = config;
    }

    record Waiting(String eventId, String action, Set<Long> applications, Optional<Long> candidate) {}

    Reception add(TenantId tenant, String eventId, Notice notice) {
        int added = sql.update(
                ADD,
                tenant,
                eventId,
                notice.action(),
                notice.applications().toArray(Long[]::new),
                Sql.nullable(notice.candidate().orElse(null), Long.class),
                config.queue());
        if (added > 0) {
            return Reception.TAKEN;
        }
        return isKnown(tenant, eventId) ? Reception.REPEATED : Reception.QUEUE_FULL;
    }

    private boolean isKnown(TenantId tenant, String eventId) {
        return sql.value(
                        "SELECT count(*) FROM webhook_event WHERE tenant_id = ?1 AND event_id = ?2",
                        Long.class,
                        tenant,
                        eventId)
                > 0;
    }

    Reception addDone(TenantId tenant, String eventId, String action, String outcome) {
        int added = sql.update(ADD_DONE, tenant, eventId, action, outcome);
        return added > 0 ? Reception.IGNORED : Reception.REPEATED;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    @AcrossTenants
    void correctTimes() {
        sql.update(CORRECT);
    }

    @AcrossTenants
    List<TenantId> tenantsWithDueEvents() {
        return sql.list("SELECT DISTINCT tenant_id FROM webhook_event WHERE " + DUE, String.class).stream()
                .map(TenantId::new)
                .toList();
    }

    /** The events with other actions that were due first and that no other replica processes; locked until the transaction ends. */
    @Transactional(TxType.MANDATORY)
    List<Waiting> takeExcept(TenantId tenant, Set<String> actions) {
        return findWaiting(
                        " AND action <> ALL(?2) ORDER BY due_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED",
                        tenant,
                        actions.toArray(String[]::new))
                .map(WebhookQueue::waiting)
                .toList();
    }

    /** The ids of the events that were due first. */
    List<String> findDue(TenantId tenant, Set<String> actions) {
        return findWaiting(
                        " AND action = ANY(?2) ORDER BY due_at LIMIT " + SINGLE, tenant, actions.toArray(String[]::new))
                .map(row -> row.get("event_id", String.class))
                .toList();
    }

    /** Locks one event until the transaction ends; empty if it is done or another replica processes it. */
    @Transactional(TxType.MANDATORY)
    Optional<Waiting> take(TenantId tenant, String eventId) {
        return findWaiting(" AND event_id = ?2 FOR UPDATE SKIP LOCKED", tenant, eventId)
                .map(WebhookQueue::waiting)
                .findFirst();
    }

    private Stream<Tuple> findWaiting(String condition, TenantId tenant, Object value) {
        return sql.list(WAITING + condition, Tuple.class, tenant, value).stream();
    }

    private static Waiting waiting(Tuple row) {
        Long[] applications = row.get("application_ids", Long[].class);
        return new Waiting(
                row.get("event_id", String.class),
                row.get("action", String.class),
                applications == null ? Set.of() : Set.of(applications),
                Optional.ofNullable(row.get("candidate_id", Long.class)));
    }

    @Transactional(TxType.MANDATORY)
    void markDone(TenantId tenant, List<Waiting> events, String outcome) {
        String[] ids = events.stream().map(Waiting::eventId).toArray(String[]::new);
        sql.update(DONE, tenant, outcome, ids);
    }

    /** Returns false if this was the second erasure. */
    @Transactional(TxType.MANDATORY)
    boolean scheduleSecondErasure(TenantId tenant, String eventId) {
        return sql.update(SCHEDULE_SECOND_ERASURE, tenant, eventId) > 0;
    }

    /** With exponential backoff, up to 32 s. */
    void postpone(TenantId tenant, String eventId) {
        sql.value(SHORT_WAIT, String.class);
        sql.update(POSTPONE, tenant, eventId);
    }

    void on(@Observes PersonErased erased) {
        boolean remembered = erased.remembered();
        erased.deleted(forget(
                remembered ? FORGET : FORGET_NEW,
                erased.tenant(),
                erased.candidate().orElse(null),
                erased.applicationIds(),
                remembered ? FINAL_ERASURES : WebhookActions.ERASES));
    }

    /** Marks this person's waiting events done, except those with these actions. */
    private int forget(String statement, TenantId tenant, Long candidate, Set<Long> applications, Set<String> except) {
        return sql.update(
                statement,
                tenant,
                Sql.nullable(candidate, Long.class),
                applications.toArray(Long[]::new),
                except.toArray(String[]::new));
    }

    void on(@Observes CandidateMerged merged) {
        sql.update(TRANSFER, merged.tenant(), merged.loser(), merged.winner(), FINAL_ERASURES.toArray(String[]::new));
    }

    /** Deletes old events; one that arrives again afterwards counts as new. */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.WEBHOOKS, OLD, DELETE);
    }
}
