package com.rocketmat.privacy;

import com.rocketmat.audit.AuditLog;
import com.rocketmat.decision.DecisionKind;
import com.rocketmat.decision.Decisions;
import com.rocketmat.decision.Fact;
import com.rocketmat.decision.Subject;
import com.rocketmat.problem.ListPage;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.ApplicationErased;
import com.rocketmat.tenant.scope.ApplicationsWanted;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.SweepWanted;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.annotation.Priority;
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
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Candidates who asked not to be scored. */
@TenantRows
public class Objections {

    /** In place of applications: the candidate's own field, no field, or an application that is gone. */
    public static final Set<Long> OWN = Set.of(0L);

    private static final String ACTION = "objections";

    private static final String OBJECT = """
            INSERT INTO objection (tenant_id, candidate_id, source, objected_at, field, application_id)
            SELECT ?1, ?2, ?3, ?4, ?5, application FROM unnest(?6) AS application
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO UPDATE SET field = EXCLUDED.field
                WHERE objection.field IS DISTINCT FROM EXCLUDED.field""";
    private static final String WITHDRAW =
            "DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND source = ?3";
    /** A No by the candidate's own field takes all back; one by an application what it said. Neither what another field said. */
    private static final String TAKEN_BACK = "field = ?4 AND (0 = ANY (?3) OR application_id = ANY (?3))";

    private static final String SAYING = """
            SELECT application_id FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND application_id > 0
              AND field = coalesce(?3, field)""";

    /** What the loser's own field said moves without the field's key: that of the winner, which may never have said so, does not take it back. */
    private static final String MOVE = """
            INSERT INTO objection (tenant_id, candidate_id, source, application_id, field, objected_at)
            SELECT tenant_id, ?3, source, application_id, CASE WHEN application_id > 0 THEN field END, objected_at
            FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO NOTHING""";

    private static final String FORGET_APPLICATION = """
            WITH known AS (DELETE FROM objection WHERE tenant_id = ?1 AND application_id = ?2 RETURNING *)
            INSERT INTO objection (tenant_id, candidate_id, source, field, objected_at)
            SELECT tenant_id, candidate_id, source, field, objected_at FROM known
            ON CONFLICT (tenant_id, candidate_id, source, application_id) DO NOTHING""";
    private static final String FLAGGED =
            "SELECT candidate_id FROM objection WHERE tenant_id = ?1 AND source = 'FIELD' AND candidate_id = ANY (?2)";
    private static final String ROWS = """
            SELECT candidate_id, source, min(objected_at), string_agg(DISTINCT field, ', '),
                   array_remove(array_agg(application_id ORDER BY application_id), 0)
            FROM objection WHERE tenant_id = ?1 AND %s GROUP BY candidate_id, source ORDER BY candidate_id, source""";

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final PersonalScores scores;
    private final Decisions decisions;
    private final AuditLog audit;
    private final Event<ApplicationsWanted> wanted;
    private final Event<SweepWanted> sweeps;
    private final Sql sql;
    private final Clock clock;

    Objections(
            CandidateDigests digests,
            ErasedCandidates erased,
            PersonalScores scores,
            Decisions decisions,
            AuditLog audit,
            Event<ApplicationsWanted> wanted,
            Event<SweepWanted> sweeps,
            Sql sql,
            Clock clock) {
        this.digests = digests;
        this.erased = erased;
        this.scores = scores;
        this.decisions = decisions;
        this.audit = audit;
        this.wanted = wanted;
        this.sweeps = sweeps;
        this.sql = sql;
        this.clock = clock;
    }

    public enum Source {
        API("an operator was told so"),
        FIELD("the opt_out_field in Greenhouse says so");

        private final String said;

        Source(String said) {
            this.said = said;
        }
    }

    /**
     * A candidate who objects.
     *
     * @param source {@code API}, or {@code FIELD} for the tenant's {@code opt_out_field} in Greenhouse
     * @param field that field, with the ones that were the tenant's before it and say so too; null by API, and of a candidate who was merged
     * @param applications those that say so; none where the candidate does
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
     * The candidate is not scored from now on: what waits is not written, and the applications are read again, so that a score of ours in
     * Greenhouse is emptied. Nothing is stored for an erased candidate, who is withheld anyhow. Returns whether that is news.
     */
    public boolean object(TenantId tenant, long candidateId) {
        return object(tenant, candidateId, Source.API, null, OWN);
    }

    private boolean object(TenantId tenant, long candidateId, Source source, String field, Set<Long> applicationIds) {
        String digest = digests.alone(tenant, candidateId);
        if (erased.find(tenant, digest).isPresent()) {
            return false;
        }
        boolean news = insert(tenant, candidateId, source, field, applicationIds);
        if (news) {
            scores.lock(tenant, List.of(candidateId));
            note(tenant, new Subject(candidateId, null), DecisionKind.OBJECTED, source);
            withhold(tenant, candidateId, PersonalScores.OBJECTS);
        }
        return news;
    }

    /**
     * Takes all objections back, together with the memory of an erasure by API, unless applications still say so: they are read again,
     * since slices may not see them any more, for example since they were rejected. What the candidate's own field still says is found
     * again before anything is scored.
     *
     * @param field the tenant's opt_out_field, empty where it has none; null if it is not known, for any
     * @return the applications that still say so
     */
    public Set<Long> withdraw(TenantId tenant, long candidateId, String field) {
        String digest = digests.alone(tenant, candidateId);
        Set<Long> saying = saying(tenant, candidateId, field);
        if (!saying.isEmpty()) {
            Map<Long, Long> whose = saying.stream().collect(Collectors.toMap(Function.identity(), _ -> candidateId));
            wanted.fire(new ApplicationsWanted(tenant, saying, whose));
            return saying;
        }
        boolean forgotten = erased.forget(tenant, digest);
        boolean withdrawn = drop(tenant, candidateId) > 0;
        if (withdrawn || forgotten) {
            // nothing is stored for an erased candidate
            scoreAgain(tenant, candidateId, forgotten ? Subject.ERASED : new Subject(candidateId, null), Source.API);
        }
        return Set.of();
    }

    /** Whether Greenhouse deleted or anonymised the candidate, which a withdrawal does not take back. */
    boolean erasedInGreenhouse(TenantId tenant, long candidateId) {
        return erased.find(tenant, digests.of(tenant, candidateId))
                .filter(erasure -> erasure.source() == ErasedCandidates.Source.GREENHOUSE)
                .isPresent();
    }

    /**
     * The known applications are read by their ids; those that came while the candidate objected are not known, and a sweep finds them.
     * Locks what is wanted before the position, and the head of the log last, as slices do; of several candidates one after the other.
     */
    private void scoreAgain(TenantId tenant, long candidateId, Subject whose, Source source) {
        want(tenant, candidateId);
        sweeps.fire(new SweepWanted(tenant));
        scores.stay(tenant, candidateId);
        note(tenant, whose, DecisionKind.OBJECTION_WITHDRAWN, source);
    }

    /** The applications that carried the candidate's objection when they were read last; of any field where that is null. */
    private Set<Long> saying(TenantId tenant, long candidateId, String field) {
        return Set.copyOf(sql.list(SAYING, Long.class, tenant, candidateId, Sql.nullable(field, String.class)));
    }

    /**
     * Candidates were changed in Greenhouse, and may have taken their objections by field back. Their known applications are read
     * anyhow, and tell; where none is known, a sweep finds out.
     */
    public void changed(TenantId tenant, Collection<Long> candidateIds) {
        boolean anyUnknown = flagged(tenant, candidateIds).stream()
                .anyMatch(candidate -> scores.applications(tenant, candidate).isEmpty());
        if (anyUnknown) {
            sweeps.fire(new SweepWanted(tenant));
        }
    }

    private void note(TenantId tenant, Subject whose, DecisionKind kind, Source source) {
        decisions.record(tenant, List.of(Fact.about(whose, kind, source.said)));
    }

    /**
     * What the {@code opt_out_field} says of candidates that were just read; nothing is changed where it is known.
     *
     * @param objecting by candidate, the applications that say Yes, or {@link #OWN} for the candidate's own field
     * @param others by candidate, those that say No
     */
    public void field(TenantId tenant, String field, Map<Long, Set<Long>> objecting, Map<Long, Set<Long>> others) {
        if (objecting.isEmpty() && flagged(tenant, others.keySet()).isEmpty()) {
            return;
        }
        // in the order of an erasure, which may be deleting what is known
        digests.lock(tenant);
        Set<Long> changing = new TreeSet<>(objecting.keySet());
        changing.addAll(others.keySet());
        Set<Long> known = flagged(tenant, changing);
        changing.removeIf(candidate -> !(known.contains(candidate) ? others : objecting).containsKey(candidate));
        scores.lock(tenant, changing);
        new TreeMap<>(objecting).forEach((candidate, applications) -> {
            if (known.contains(candidate)) {
                insert(tenant, candidate, Source.FIELD, field, applications);
            } else {
                object(tenant, candidate, Source.FIELD, field, applications);
            }
        });
        new TreeMap<>(others).forEach((candidate, applications) -> {
            if (known.contains(candidate)) {
                takeBack(tenant, candidate, field, applications);
            }
        });
    }

    /** @return whether any of them had not said so yet */
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

    /** Of one who objects by field so far. */
    private void takeBack(TenantId tenant, long candidateId, String field, Set<Long> applicationIds) {
        sql.update(
                "DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND " + TAKEN_BACK,
                tenant,
                candidateId,
                applicationIds.toArray(Long[]::new),
                field);
        if (flagged(tenant, List.of(candidateId)).isEmpty()) {
            scoreAgain(tenant, candidateId, new Subject(candidateId, null), Source.FIELD);
        }
    }

    /** Whether the candidate objects even if these applications, or the candidate's own field, say No by now. */
    public boolean stands(TenantId tenant, long candidateId, String field, Set<Long> takingBack) {
        return sql.value(
                "SELECT EXISTS (SELECT 1 FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2 AND (" + TAKEN_BACK
                        + ") IS NOT TRUE)",
                Boolean.class,
                tenant,
                candidateId,
                takingBack.toArray(Long[]::new),
                field);
    }

    /** What it said stands, without its id. */
    void on(@Observes ApplicationErased erased) {
        sql.update(FORGET_APPLICATION, erased.tenant(), erased.applicationId());
    }

    private Set<Long> flagged(TenantId tenant, Collection<Long> candidateIds) {
        return Set.copyOf(sql.list(FLAGGED, Long.class, tenant, candidateIds.toArray(Long[]::new)));
    }

    public List<Objection> of(TenantId tenant, long candidateId) {
        return sql.list(ROWS.formatted("candidate_id = ?2"), Objection::of, tenant, candidateId);
    }

    /**
     * Those behind a place in the order, which is that of the candidates' ids; noted in the same transaction: where the audit log cannot
     * be written, nothing is shown.
     */
    ListPage<Objection> shown(TenantId tenant, long candidateId, String source, int limit) {
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

    /** Those of the candidate that are stored here, scored or not. */
    @Transactional(TxType.MANDATORY)
    Set<Long> applications(TenantId tenant, long candidateId) {
        return saying(tenant, candidateId, null);
    }

    /** Part of the caller's transaction, which erases the candidate: how many there were. */
    @Transactional(TxType.MANDATORY)
    int drop(TenantId tenant, long candidateId, Source source) {
        return sql.update(WITHDRAW, tenant, candidateId, source.name());
    }

    @Transactional(TxType.MANDATORY)
    int drop(TenantId tenant, long candidateId) {
        return sql.update("DELETE FROM objection WHERE tenant_id = ?1 AND candidate_id = ?2", tenant, candidateId);
    }

    @Transactional(TxType.MANDATORY)
    void give(TenantId tenant, long loser, long winner) {
        sql.update(MOVE, tenant, loser, winner);
        drop(tenant, loser);
        if (!of(tenant, winner).isEmpty()) {
            withhold(tenant, winner, PersonalScores.OBJECTS);
        }
    }

    /** What waits is not written, and the applications are read again. */
    @Transactional(TxType.MANDATORY)
    void withhold(TenantId tenant, long candidateId, String why) {
        scores.withhold(tenant, candidateId, why);
        want(tenant, candidateId);
    }

    private void want(TenantId tenant, long candidateId) {
        wanted.fire(new ApplicationsWanted(tenant, scores.applications(tenant, candidateId)));
    }

    void on(@Observes @Priority(TenantPurge.PEOPLE) TenantPurge purge) {
        purge.delete("digest_key");
    }
}
