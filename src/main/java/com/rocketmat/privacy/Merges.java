package com.rocketmat.privacy;

import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.util.Set;

/** Follows Greenhouse where two candidates turned out to be one person: nothing keeps the loser's id. */
@PerTenant
@ApplicationScoped
public class Merges {

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final Objections objections;
    private final Erasures erasures;
    private final PersonalScores scores;
    private final Event<CandidateMerged> merged;

    Merges(
            CandidateDigests digests,
            ErasedCandidates erased,
            Objections objections,
            Erasures erasures,
            PersonalScores scores,
            Event<CandidateMerged> merged) {
        this.digests = digests;
        this.erased = erased;
        this.objections = objections;
        this.erasures = erasures;
        this.scores = scores;
        this.merged = merged;
    }

    /**
     * Scores and objections of the loser are the winner's from now on. A winner who was erased is erased again; a loser who was, by
     * API, comes back as a winner who objects. Done again it changes nothing.
     */
    @Transactional
    public void merge(TenantId tenant, long loser, long winner) {
        if (loser == winner) {
            return;
        }
        String former = digests.alone(tenant, loser);
        boolean gone = erased.find(tenant, digests.alone(tenant, winner)).isPresent();
        scores.give(tenant, loser, winner);
        merged.fire(new CandidateMerged(tenant, loser, winner));
        if (gone) {
            objections.drop(tenant, loser);
            erasures.candidate(tenant, winner, Set.of(), false);
        } else {
            objections.give(tenant, loser, winner);
            if (erased.forget(tenant, former)) {
                objections.object(tenant, winner, Objections.Source.API);
            }
        }
    }
}
