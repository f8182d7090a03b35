package com.rocketmat.privacy;

import com.rocketmat.audit.AuditLog;
import com.rocketmat.decision.Decisions;
import com.rocketmat.privacy.ErasedCandidates.Source;
import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.ApplicationErased;
import com.rocketmat.tenant.scope.CandidateErased;
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

/** Deletes all that is stored of a person, in one transaction: the caller's, if there is one. */
@TenantRows
public class Erasures {

    static final String ACTION = "erasure";

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final Objections objections;
    private final PersonalScores scores;
    private final Decisions decisions;
    private final AuditLog audit;
    private final Event<CandidateErased> candidates;
    private final Event<ApplicationErased> applications;

    Erasures(
            CandidateDigests digests,
            ErasedCandidates erased,
            Objections objections,
            PersonalScores scores,
            Decisions decisions,
            AuditLog audit,
            Event<CandidateErased> candidates,
            Event<ApplicationErased> applications) {
        this.digests = digests;
        this.erased = erased;
        this.objections = objections;
        this.scores = scores;
        this.decisions = decisions;
        this.audit = audit;
        this.candidates = candidates;
        this.applications = applications;
    }

    /** Waits for other erasures, and for a purge, while the caller has not locked rows yet that they change too. */
    @Transactional(TxType.MANDATORY)
    public void await(TenantId tenant) {
        digests.lock(tenant);
    }

    /**
     * Erases a candidate whom Greenhouse does not have any more, or not in the clear. Done again it changes nothing.
     *
     * @param moreApplicationIds of the candidate, beside those that have a score
     * @param remember whether the candidate may turn up again, and is not to be scored then
     */
    public void candidate(TenantId tenant, long candidateId, Collection<Long> moreApplicationIds, boolean remember) {
        erase(tenant, candidateId, moreApplicationIds, remember ? Optional.of(Source.GREENHOUSE) : Optional.empty());
    }

    /** Erases a candidate because an operator asks for it: it is remembered, until the objection that it implies is taken back. */
    void candidate(TenantId tenant, long candidateId) {
        erase(tenant, candidateId, Set.of(), Optional.of(Source.API));
    }

    /**
     * Erases an application that Greenhouse does not have any more, and the candidate with the last one that is known, but for one who
     * objects: the others have no score because of that. One who was erased before is erased again with the last score.
     */
    public void application(TenantId tenant, long applicationId) {
        Optional<Long> candidate =
                scores.candidate(tenant, applicationId).or(() -> decisions.candidate(tenant, applicationId));
        if (candidate.isPresent()) {
            digests.alone(tenant, candidate.get());
        }
        var event = new ApplicationErased(tenant, applicationId);
        applications.fire(event);
        event.deleted(decisions.eraseApplication(tenant, applicationId));
        candidate
                .filter(whose -> scores.applications(tenant, whose).isEmpty())
                .filter(whose -> !isKnown(tenant, whose)
                        || erased.find(tenant, digests.of(tenant, whose)).isPresent())
                .ifPresent(whose -> erase(tenant, whose, Set.of(applicationId), Optional.empty()));
        candidate
                .filter(_ -> event.rows().get() > 0)
                .ifPresent(whose ->
                        note(tenant, digests.of(tenant, whose), event.rows().get()));
    }

    private boolean isKnown(TenantId tenant, long candidateId) {
        return !objections.of(tenant, candidateId).isEmpty()
                || !decisions.applications(tenant, candidateId).isEmpty();
    }

    private void erase(TenantId tenant, long candidateId, Collection<Long> more, Optional<Source> source) {
        String digest = digests.alone(tenant, candidateId);
        Set<Long> ids = new TreeSet<>(more);
        ids.addAll(scores.applications(tenant, candidateId));
        ids.addAll(objections.applications(tenant, candidateId));
        ids.addAll(decisions.applications(tenant, candidateId));
        // an objection outlives what it was about, as a digest
        int objected = objections.drop(tenant, candidateId, Objections.Source.API);
        Optional<Source> remembered = source.or(() -> objected > 0 ? Optional.of(Source.API) : Optional.empty());
        boolean news =
                remembered.map(whose -> erased.remember(tenant, digest, whose)).orElse(false);
        var event = new CandidateErased(tenant, candidateId, ids, remembered.isPresent());
        event.deleted(objected + objections.drop(tenant, candidateId, Objections.Source.FIELD));
        candidates.fire(event);
        event.deleted(
                decisions.erase(tenant, candidateId, ids, news || event.rows().get() > 0));
        if (news || event.rows().get() > 0) {
            note(tenant, digest, event.rows().get());
        }
    }

    private void note(TenantId tenant, String digest, long rows) {
        audit.note(tenant, ACTION, Map.of("candidate", digest, "rows", String.valueOf(rows)));
    }
}
