package com.rocketmat.privacy;

import com.rocketmat.audit.AuditLog;
import com.rocketmat.decision.Decisions;
import com.rocketmat.privacy.ErasedCandidates.Source;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.PersonErased;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Deletes everything that is stored about a person, in one transaction: the caller's, if there is one. */
@TenantRows
public class Erasures {

    static final String ACTION = "erasure";

    /** Whether the candidate has an application that waits to be read, and that an erasure of the candidate would forget. */
    private static final String ANNOUNCED = """
            SELECT EXISTS (SELECT 1 FROM wanted_application WHERE tenant_id = ?1 AND candidate_id = ?2)
                OR EXISTS (SELECT 1 FROM webhook_event WHERE tenant_id = ?1 AND candidate_id = ?2 AND done_at IS NULL AND outcome IS NULL
                    AND application_ids <> '{}' AND action <> 'delete_application')""";

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final Objections objections;
    private final PersonalScores scores;
    private final Decisions decisions;
    private final AuditLog audit;
    private final Sql sql;
    private final Event<PersonErased> people;

    Erasures(
            CandidateDigests digests,
            ErasedCandidates erased,
            Objections objections,
            PersonalScores scores,
            Decisions decisions,
            AuditLog audit,
            Sql sql,
            Event<PersonErased> people) {
        this.digests = digests;
        this.erased = erased;
        this.objections = objections;
        this.scores = scores;
        this.decisions = decisions;
        this.audit = audit;
        this.sql = sql;
        this.people = people;
    }

    /** Waits for other erasures and for a purge; call it before locking rows that they change too. */
    @Transactional(TxType.MANDATORY)
    public void await(TenantId tenant) {
        digests.lock(tenant);
    }

    /**
     * Erases a candidate whom Greenhouse deleted or anonymised, and remembers it: the candidate may turn up again. Idempotent.
     *
     * @param moreApplicationIds the candidate's, in addition to those that are stored
     */
    public void eraseDeleted(TenantId tenant, long candidateId, Collection<Long> moreApplicationIds) {
        erase(tenant, candidateId, moreApplicationIds, Optional.of(Source.GREENHOUSE));
    }

    /** Erases a candidate whom Greenhouse no longer has under this id, and who therefore cannot turn up again. Idempotent. */
    public void eraseGone(TenantId tenant, long candidateId) {
        erase(tenant, candidateId, Set.of(), Optional.empty());
    }

    /** Erases a candidate for an operator. The erasure is remembered until the objection that it implies is withdrawn. */
    void eraseForOperator(TenantId tenant, long candidateId) {
        erase(tenant, candidateId, Set.of(), Optional.of(Source.API));
    }

    /**
     * Erases an application that Greenhouse deleted. With the last known one goes the candidate, except one who objects and therefore may have
     * others without a score; of one with another application that waits to be read, the log alone forgets all. A candidate who was
     * erased before is erased again with the last score that may be in a field.
     */
    public void eraseApplication(TenantId tenant, long applicationId) {
        // always: an objection may be the only row that names the candidate
        digests.lock(tenant);
        Optional<Long> candidate =
                scores.candidate(tenant, applicationId).or(() -> decisions.candidate(tenant, applicationId));
        var event = new PersonErased(tenant, Optional.empty(), Set.of(applicationId), false);
        people.fire(event);
        event.deleted(decisions.eraseApplication(tenant, applicationId));
        candidate.ifPresent(id -> {
            boolean wasErased = erased.find(tenant, id).isPresent();
            boolean last = wasErased ? scores.carriedOrOnTheirWay(tenant, id).isEmpty() : !isKnown(tenant, id);
            if (last && !wasErased && sql.value(ANNOUNCED, Boolean.class, tenant, id)) {
                // what was announced is read soon; only the log can name the candidate besides
                event.deleted(decisions.erase(tenant, id, Set.of(), false));
            } else if (last) {
                erase(tenant, id, Set.of(applicationId), Optional.empty());
            }
            if (event.rows().get() > 0) {
                audit(tenant, id, event.rows().get());
            }
        });
    }

    private boolean isKnown(TenantId tenant, long candidateId) {
        return !scores.applications(tenant, candidateId).isEmpty()
                || !objections.of(tenant, candidateId).isEmpty()
                || !decisions.applications(tenant, candidateId).isEmpty();
    }

    private void erase(TenantId tenant, long candidateId, Collection<Long> moreIds, Optional<Source> source) {
        digests.lock(tenant);
        Set<Long> ids = new TreeSet<>(moreIds);
        ids.addAll(scores.applications(tenant, candidateId));
        ids.addAll(objections.objectingApplications(tenant, candidateId, null));
        ids.addAll(decisions.applications(tenant, candidateId));
        // an objection by API lives on as a remembered erasure
        int objected = objections.delete(tenant, candidateId, Objections.Source.API);
        Optional<Source> remembered = source.or(() -> objected > 0 ? Optional.of(Source.API) : Optional.empty());
        boolean isNew =
                remembered.map(by -> erased.remember(tenant, candidateId, by)).orElse(false);
        var event = new PersonErased(tenant, Optional.of(candidateId), ids, remembered.isPresent());
        event.deleted(objected + objections.delete(tenant, candidateId, Objections.Source.FIELD));
        people.fire(event);
        event.deleted(
                decisions.erase(tenant, candidateId, ids, isNew || event.rows().get() > 0));
        if (isNew || event.rows().get() > 0) {
            audit(tenant, candidateId, event.rows().get());
        }
    }

    private void audit(TenantId tenant, long candidateId, long rows) {
        audit.note(tenant, ACTION, Map.of("candidate", digests.of(tenant, candidateId), "rows", String.valueOf(rows)));
    }
}
