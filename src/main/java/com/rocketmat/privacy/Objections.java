package com.rocketmat.privacy;

import com.rocketmat.audit.AuditLog;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.problem.ListPage;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.ApplicationsWanted;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.SweepWanted;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Candidates who asked not to be scored. */
@TenantRows
public class Objections {

    /** Stands for "no application": the API, the candidate's own field, or an application that is gone. */
    public static final Set<Long> OWN = Set.of(0L);

    private static final String ACTION = "objections";

    private static final String OBJECT = """
            INSERT INTO objection (tenant_id, candidate_id, source, objected_at, field, application_id)
            SELECT ?1, ?2, ?3, ?4, ?5, application FROM unnest(?6) AS application
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO UPDATE SET field = EXCLUDED.field
                WHERE objection.field IS DISTINCT FROM EXCLUDED.field""";
    private static final String DELETE_BY_SOURCE =
            "DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND source = ?3";
    /** A No in the candidate's own field withdraws everything that field said, a No in an application only its own Yes. */
    private static final String WITHDRAWN_BY_FIELD = "field = ?4 AND (0 = ANY (?3) OR application_id = ANY (?3))";

    private static final String OBJECTING_APPLICATIONS = """
            SELECT application_id FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND application_id > 0
              AND field = coalesce(?3, field)""";

    /** The loser's own field moves without its key, since a No in the winner's field must not withdraw it. */
    private static final String TRANSFER = """
            INSERT INTO objection (tenant_id, candidate_id, source, application_id, field, objected_at)
            SELECT tenant_id, ?3, source, application_id, CASE WHEN application_id > 0 THEN field END, objected_at
            FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO NOTHING""";

    private static final String FORGET_APPLICATION = """
            WITH known AS (DELETE FROM objection WHERE tenant_id = ?1 AND application_id = ?2 RETURNING *)
            INSERT INTO objection (tenant_id, candidate_id, source, field, objected_at)
            SELECT tenant_id, candidate_id, source, field, objected_at FROM known
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO NOTHING""";
    private static final String OBJECTING_BY_FIELD =
            "SELECT candidate_id FROM objection WHERE tenant_id = ?1 AND source = 'FIELD' AND candidate_id = ANY (?2)";
    /** Without what an application's own field says: no change of the candidate alters that. */
    private static final String OBJECTING_BY_OWN_FIELD = OBJECTING_BY_FIELD + " AND application_id = 0";

    private static final String ROWS = """
            SELECT candidate_id, source, min(objected_at), string_agg(DISTINCT field, ', '),
                   array_remove(array_agg(application_id ORDER BY application_id), 0)
            FROM objection WHERE tenant_id = ?1 AND %s GROUP BY candidate_id, source ORDER BY candidate_id, source""";

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final PersonalScores scores;
    private final Decisions decisions;
    private final AuditLog audit;
    private final Event<ApplicationsWanted> readings;
    private final Event<SweepWanted> sweeps;
    private final Sql sql;
    private final Clock clock;

    Objections(
            CandidateDigests digests,
            ErasedCandidates erased,
            PersonalScores scores,
            Decisions decisions,
            AuditLog audit,
            Event<ApplicationsWanted> readings,
            Event<SweepWanted> sweeps,
            Sql sql,
            Clock clock) {
        this.digests = digests;
        this.erased = erased;
        this.scores = scores;
        this.decisions = decisions;
        this.audit = audit;
        this.readings = readings;
        this.sweeps = sweeps;
        this.sql = sql;
        this.clock = clock;
    }

    public enum Source {
        API("recorded by an operator"),
        FIELD("set in the opt_out_field in Greenhouse");

        private final String reason;

        Source(String reason) {
            this.reason = reason;
        }
    }

    /**
     * A candidate's objection.
     *
     * @param source {@code API}, or {@code FIELD} for the tenant's {@code opt_out_field} in Greenhouse
     * @param field keys of that field and its predecessors that say so; null for the API and for a merged candidate
     * @param applications whose field says so; empty for the API and the candidate's own field
     */
    @Schema(name = "Objection", examples = """
            {"candidateId": 6120034001, "source": "FIELD", "since": "2026-11-24T12:00:05Z", "field": "no_scores", "applications": [7120034002]}""")
    public record Objection(
            long candidateId,
            Source source,
            Instant since,
            @Schema(nullable = true) String field,
            List<Long> applications) {

        private static Objection of(Tuple row) {
            return new Objection(
                    row.get(0, Long.class),
                    Source.valueOf(row.get(1, String.class)),
                    row.get(2, Instant.class),
                    row.get(3, String.class),
                    List.of(row.get(4, Long[].class)));
        }
    }

    /**
     * Stops scoring the candidate: waiting scores are not written, and the applications are read again to empty our scores in Greenhouse.
     * An erased candidate is never scored, so no objection is stored. Returns whether the objection is new.
     */
    public boolean object(TenantId tenant, long candidateId) {
        return object(tenant, candidateId, Source.API, null, OWN);
    }

    private boolean object(TenantId tenant, long candidateId, Source source, String field, Set<Long> applicationIds) {
        digests.lock(tenant);
        if (erased.find(tenant, candidateId).isPresent()) {
            return false;
        }
        boolean isNew = insert(tenant, candidateId, source, field, applicationIds);
        if (isNew) {
            scores.lock(tenant, List.of(candidateId));
            recordDecision(tenant, new Subject(candidateId, null), DecisionKind.OBJECTED, source);
            withhold(tenant, candidateId, PersonalScores.OBJECTS);
        }
        return isNew;
    }

    /**
     * Withdraws all objections and forgets an erasure by API. If applications still object, withdraws nothing and has them read again, since
     * slices may not see them any more, for example after a rejection. The candidate's own field is read before anything is scored. Throws an
     * HttpProblem with 409 if Greenhouse deleted or anonymised the candidate.
     *
     * @param field the tenant's opt_out_field; empty if it has none, null (any field) if it is unknown
     * @return the applications that still object
     */
    public Set<Long> withdraw(TenantId tenant, long candidateId, String field) {
        digests.lock(tenant);
        if (erased.find(tenant, candidateId)
                .filter(erasure -> erasure.source() == ErasedCandidates.Source.GREENHOUSE)
                .isPresent()) {
            throw PrivacyProblems.ERASED_IN_GREENHOUSE.problem(
                    "Greenhouse deleted or anonymised the candidate, and that is not taken back",
                    "nothing needs to be done: a new profile of the person has another id, and may be scored");
        }
        Set<Long> objecting = objectingApplications(tenant, candidateId, field);
        if (!objecting.isEmpty()) {
            Map<Long, Long> owners =
                    objecting.stream().collect(Collectors.toMap(Function.identity(), _ -> candidateId));
            readings.fire(new ApplicationsWanted(tenant, objecting, owners));
            return objecting;
        }
        boolean forgotten = erased.forget(tenant, candidateId);
        boolean withdrawn = delete(tenant, candidateId) > 0;
        if (withdrawn || forgotten) {
            // the decision log must not name an erased candidate
            resumeScoring(tenant, candidateId, forgotten ? Subject.ERASED : new Subject(candidateId, null), Source.API);
        }
        return Set.of();
    }

    /**
     * Unless another objection stands, reads the known applications by id; a sweep finds those that came while the candidate objected. Locks
     * requested readings first, then the position, the head of the log last, as slices do; one candidate after the other.
     */
    private void resumeScoring(TenantId tenant, long candidateId, Subject subject, Source source) {
        if (of(tenant, candidateId).isEmpty()) {
            requestReading(tenant, candidateId);
            sweeps.fire(new SweepWanted(tenant));
            scores.stay(tenant, candidateId);
        }
        recordDecision(tenant, subject, DecisionKind.OBJECTION_WITHDRAWN, source);
    }

    /** The applications, scored or not, that objected when they were last read; null for any field. */
    Set<Long> objectingApplications(TenantId tenant, long candidateId, String field) {
        return Set.copyOf(
                sql.list(OBJECTING_APPLICATIONS, Long.class, tenant, candidateId, Sql.nullable(field, String.class)));
    }

    /**
     * Requests a sweep if any of these candidates, who changed in Greenhouse, objects by a field of their own and has no known application: the
     * objection may have been withdrawn. Known applications are read anyway.
     */
    public void sweepAfterChange(TenantId tenant, Collection<Long> candidateIds) {
        boolean anyWithoutApplication = candidates(OBJECTING_BY_OWN_FIELD, tenant, candidateIds).stream()
                .anyMatch(candidate -> scores.applications(tenant, candidate).isEmpty());
        if (anyWithoutApplication) {
            sweeps.fire(new SweepWanted(tenant));
        }
    }

    private void recordDecision(TenantId tenant, Subject subject, DecisionKind kind, Source source) {
        decisions.record(tenant, List.of(Fact.about(subject, kind, source.reason)));
    }

    /**
     * Records the {@code opt_out_field} of candidates that were just read; known values change nothing.
     *
     * @param objecting by candidate, the applications that say Yes, or {@link #OWN} for the candidate's own field
     * @param permitting by candidate, those that say No
     */
    public void recordField(
            TenantId tenant, String field, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> permitting) {
        if (objecting.isEmpty() && objectingByField(tenant, permitting.keySet()).isEmpty()) {
            return;
        }
        // locks in the order of an erasure, which may be deleting these objections
        digests.lock(tenant);
        Set<Long> known = objectingByField(
                tenant,
                Stream.of(objecting, permitting)
                        .flatMap(said -> said.keySet().stream())
                        .toList());
        Map<Long, Set<Long>> objectingStill = new TreeMap<>(objecting);
        objectingStill.keySet().retainAll(known);
        Map<Long, Set<Long>> objectingNow = new TreeMap<>(objecting);
        objectingNow.keySet().removeAll(known);
        Map<Long, Set<Long>> withdrawing = new TreeMap<>(permitting);
        withdrawing.keySet().retainAll(known);
        scores.lock(
                tenant,
                Stream.of(objectingNow, withdrawing)
                        .flatMap(changing -> changing.keySet().stream())
                        .toList());
        objectingStill.forEach(
                (candidate, applications) -> insert(tenant, candidate, Source.FIELD, field, applications));
        withdrawing.forEach((candidate, applications) -> withdrawByField(tenant, candidate, field, applications));
        // last: they lock the head of the log, and a withdrawal locks the position before it, as slices do
        objectingNow.forEach((candidate, applications) -> object(tenant, candidate, Source.FIELD, field, applications));
    }

    /** @return whether any of the objections is new, or comes from another field than before */
    private boolean insert(TenantId tenant, long candidateId, Source source, String field, Set<Long> applicationIds) {
        return sql.update(
                        OBJECT,
                        tenant,
                        candidateId,
                        source.name(),
                        clock.instant(),
                        Sql.nullable(field, String.class),
                        applicationIds.toArray(Long[]::new))
                > 0;
    }

    private void withdrawByField(TenantId tenant, long candidateId, String field, Set<Long> applicationIds) {
        sql.update(
                "DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND " + WITHDRAWN_BY_FIELD,
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new),
                field);
        if (objectingByField(tenant, List.of(candidateId)).isEmpty()) {
            resumeScoring(tenant, candidateId, new Subject(candidateId, null), Source.FIELD);
        }
    }

    /** Whether the candidate still objects once these applications, or {@link #OWN}, say No. */
    public boolean standsWithout(TenantId tenant, long candidateId, String field, Set<Long> permitting) {
        return sql.value(
                "SELECT EXISTS (SELECT 1 FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND ("
                        + WITHDRAWN_BY_FIELD + ") IS NOT TRUE)",
                Boolean.class,
                tenant,
                candidateId,
                permitting.toArray(Long[]::new),
                field);
    }

    /**
     * Keeps the objection of an application that is erased alone, without its id. A candidate's own are deleted before the event; one of these
     * applications may carry another candidate's, after a merge.
     */
    void on(@Observes PersonErased erased) {
        if (erased.candidate().isEmpty()) {
            erased.applicationIds().forEach(id -> sql.update(FORGET_APPLICATION, erased.tenant(), id));
        }
    }

    private Set<Long> objectingByField(TenantId tenant, Collection<Long> candidateIds) {
        return candidates(OBJECTING_BY_FIELD, tenant, candidateIds);
    }

    private Set<Long> candidates(String query, TenantId tenant, Collection<Long> ids) {
        return Set.copyOf(sql.list(query, Long.class, tenant, ids.toArray(Long[]::new)));
    }

    public List<Objection> of(TenantId tenant, long candidateId) {
        return sql.list(ROWS.formatted("candidate_id = ?2"), Objection::of, tenant, candidateId);
    }

    /** A page after this candidate and source, in their order. The same transaction logs the access: without an entry, no page. */
    ListPage<Objection> list(TenantId tenant, long candidateId, String source, int limit) {
        ListPage<Objection> page = ListPage.of(limit, size -> page(tenant, candidateId, source, size));
        audit.note(tenant, ACTION, Map.of("rows", String.valueOf(page.rows().size())));
        return page;
    }

    private List<Objection> page(TenantId tenant, long candidateId, String source, int size) {
        return sql.list(
                ROWS.formatted("(candidate_id, source) > (?2, ?3)") + " LIMIT ?4",
                Objection::of,
                tenant,
                candidateId,
                source,
                size);
    }

    /** How many candidates object. */
    public long count(TenantId tenant) {
        return sql.value("SELECT count(DISTINCT candidate_id) FROM objection WHERE tenant_id = ?1", Long.class, tenant);
    }

    @Transactional(TxType.MANDATORY)
    int delete(TenantId tenant, long candidateId, Source source) {
        return sql.update(DELETE_BY_SOURCE, tenant, candidateId, source.name());
    }

    @Transactional(TxType.MANDATORY)
    int delete(TenantId tenant, long candidateId) {
        return sql.update("DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2", tenant, candidateId);
    }

    @Transactional(TxType.MANDATORY)
    void transfer(TenantId tenant, long loser, long winner) {
        sql.update(TRANSFER, tenant, loser, winner);
        delete(tenant, loser);
        if (!of(tenant, winner).isEmpty()) {
            withhold(tenant, winner, PersonalScores.OBJECTS);
        }
    }

    /** Stops waiting scores from being written, and has the applications read again. */
    @Transactional(TxType.MANDATORY)
    void withhold(TenantId tenant, long candidateId, String reason) {
        scores.withhold(tenant, candidateId, reason);
        requestReading(tenant, candidateId);
    }

    private void requestReading(TenantId tenant, long candidateId) {
        readings.fire(new ApplicationsWanted(tenant, scores.applications(tenant, candidateId)));
    }
}
