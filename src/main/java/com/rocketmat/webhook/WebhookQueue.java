package com.rocketmat.webhook;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.ApplicationErased;
import com.rocketmat.tenant.scope.CandidateErased;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
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

    /** Events worked on at a time; their rows stay locked until they are done. */
    static final int BATCH = 500;

    /** Events that take a transaction each, taken at once. */
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

    private static final String WAITING = """
            SELECT event_id, action, application_ids, candidate_id FROM webhook_event
            WHERE tenant_id = ?1 AND done_at IS NULL AND due_at <= statement_timestamp()""";

    private static final String DONE = """
            UPDATE webhook_event SET done_at = statement_timestamp(), outcome = ?2, application_ids = NULL, candidate_id = NULL
            WHERE tenant_id = ?1 AND event_id = ANY(?3)""";

    private static final String FORGET = """
            UPDATE webhook_event SET done_at = statement_timestamp(), outcome = 'erased', application_ids = NULL, candidate_id = NULL
            WHERE tenant_id = ?1 AND done_at IS NULL AND action <> ALL(?4)
              AND (candidate_id = ?2 OR (application_ids <> '{}' AND application_ids <@ ?3))""";

    /** Without second erasures, which are among {@link WebhookActions#ERASES} anyway: very many may be due later. */
    private static final String FORGET_NEW = FORGET + " AND outcome IS NULL";

    /**
     * What has to be done even if an erasure is remembered: Greenhouse's own is for good, and what is remembered may be one by API, which
     * can be taken back.
     */
    private static final Set<String> FOR_GOOD = Effect.actions(Effect.ERASE_CANDIDATE);

    /** The erasure of a candidate who was merged is not that of the other one. */
    private static final String FOLLOW = """
            UPDATE webhook_event SET candidate_id = ?3
            WHERE tenant_id = ?1 AND done_at IS NULL AND outcome IS NULL AND candidate_id = ?2 AND action <> ALL(?4)""";

    /**
     * Nothing remembers an application that is gone: a slice that had read it before may record it afterwards. One that takes five
     * minutes is soon ended with its process.
     */
    private static final String AGAIN = """
            UPDATE webhook_event SET outcome = 'erased', attempts = 0, due_at = statement_timestamp() + interval '10 minutes'
            WHERE tenant_id = ?1 AND event_id = ?2 AND outcome IS NULL""";

    /**
     * By 32 s at most: an erasure is promised within a minute once nothing is in its way, such as a purge that takes long and fails. Of the
     * replicas that fail at once the first postpones; what another one has done meanwhile stays as it is.
     */
    private static final String POSTPONE = """
            UPDATE webhook_event SET attempts = attempts + 1, due_at = statement_timestamp() + interval '1 second' * power(2, least(attempts, 5))
            WHERE tenant_id = ?1 AND event_id = ?2 AND done_at IS NULL AND due_at <= statement_timestamp()""";

    /** The few threads of webhooks are all tenants': a purge may hold its tenant's rows for minutes, and what fails is repeated. */
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
        return known(tenant, eventId) ? Reception.REPEATED : Reception.QUEUE_FULL;
    }

    private boolean known(TenantId tenant, String eventId) {
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

    /** Tenants with events that are due. */
    @AcrossTenants
    List<TenantId> tenants() {
        return sql
                .list(
                        "SELECT DISTINCT tenant_id FROM webhook_event WHERE done_at IS NULL AND due_at <= statement_timestamp()",
                        String.class)
                .stream()
                .map(TenantId::new)
                .toList();
    }

    /** The events due longest with other actions that no other replica works on, locked until the transaction ends. */
    @Transactional(TxType.MANDATORY)
    List<Waiting> takeBut(TenantId tenant, Set<String> actions) {
        return waiting(
                        " AND action <> ALL(?2) ORDER BY due_at LIMIT " + BATCH + " FOR UPDATE SKIP LOCKED",
                        tenant,
                        actions.toArray(String[]::new))
                .map(WebhookQueue::waiting)
                .toList();
    }

    /** The ids of the events due longest. */
    List<String> due(TenantId tenant, Set<String> actions) {
        return waiting(" AND action = ANY(?2) ORDER BY due_at LIMIT " + SINGLE, tenant, actions.toArray(String[]::new))
                .map(row -> row.get("event_id", String.class))
                .toList();
    }

    /** One event, locked until the transaction ends; empty if it is done or another replica works on it. */
    @Transactional(TxType.MANDATORY)
    Optional<Waiting> take(TenantId tenant, String eventId) {
        return waiting(" AND event_id = ?2 FOR UPDATE SKIP LOCKED", tenant, eventId)
                .map(WebhookQueue::waiting)
                .findFirst();
    }

    private Stream<Tuple> waiting(String which, TenantId tenant, Object value) {
        return sql.list(WAITING + which, Tuple.class, tenant, value).stream();
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
    void done(TenantId tenant, List<Waiting> events, String outcome) {
        String[] ids = events.stream().map(Waiting::eventId).toArray(String[]::new);
        sql.update(DONE, tenant, outcome, ids);
    }

    /** Makes an erasing event due a second time; false if this was that time. */
    @Transactional(TxType.MANDATORY)
    boolean again(TenantId tenant, String eventId) {
        return sql.update(AGAIN, tenant, eventId) > 0;
    }

    /** Postpones an event, for longer each time up to 32 s. */
    void postpone(TenantId tenant, String eventId) {
        sql.value(SHORT_WAIT, String.class);
        sql.update(POSTPONE, tenant, eventId);
    }

    void on(@Observes CandidateErased erased) {
        erased.deleted(
                erased.remembered()
                        ? forget(FORGET, erased.tenant(), erased.candidateId(), erased.applicationIds(), FOR_GOOD)
                        : forget(
                                FORGET_NEW,
                                erased.tenant(),
                                erased.candidateId(),
                                erased.applicationIds(),
                                WebhookActions.ERASES));
    }

    void on(@Observes ApplicationErased erased) {
        erased.deleted(
                forget(FORGET_NEW, erased.tenant(), null, Set.of(erased.applicationId()), WebhookActions.ERASES));
    }

    /** Ends events that are still waiting for this person, but with these actions. */
    private int forget(String statement, TenantId tenant, Long candidate, Set<Long> applications, Set<String> but) {
        return sql.update(
                statement,
                tenant,
                Sql.nullable(candidate, Long.class),
                applications.toArray(Long[]::new),
                but.toArray(String[]::new));
    }

    void on(@Observes CandidateMerged merged) {
        sql.update(
                FOLLOW, merged.tenant(), merged.loser(), merged.winner(), WebhookActions.ERASES.toArray(String[]::new));
    }

    /** Deletes events that were done long ago: one that comes again counts as new. */
    void on(@Observes RetentionPass pass) {
        pass.delete(RetentionPass.Rows.WEBHOOKS, OLD, DELETE);
    }
}
