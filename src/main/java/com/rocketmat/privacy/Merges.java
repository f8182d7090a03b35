package com.rocketmat.privacy;

import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.event.Event;
import java.util.Set;

/** Follows Greenhouse where two candidates turned out to be one person: nothing keeps the loser's id. */
@TenantRows
public class Merges {

    private final CandidateDigests digests;
    private final ErasedCandidates erased;
    private final Objections objections;
    private final Erasures erasures;
    private final PersonalScores scores;
    private final TenantStates states;
    private final Event<CandidateMerged> merged;

    Merges(
            CandidateDigests digests,
            ErasedCandidates erased,
            Objections objections,
            Erasures erasures,
            PersonalScores scores,
            TenantStates states,
            Event<CandidateMerged> merged) {
        this.digests = digests;
        this.erased = erased;
        this.objections = objections;
        this.erasures = erasures;
        this.scores = scores;
        this.states = states;
        this.merged = merged;
    }

    /**
     * Scores and objections of the loser are the winner's from now on. A winner who was erased is erased again, once the fields are empty
     * that the loser's scores are in; a loser who was, by API, comes back as a winner who objects. Done again it changes nothing, nor does one
     * with oneself.
     */
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
            eraseAgain(tenant, winner);
        } else {
            objections.give(tenant, loser, winner);
            if (erased.forget(tenant, former)) {
                objections.object(tenant, winner);
            }
        }
    }

    /** What is stored tells which values are ours, so a slice reads the applications first, if there can be one now. */
    private void eraseAgain(TenantId tenant, long candidate) {
        if (states.permission(tenant) == RunPermission.GRANTED
                && !scores.applications(tenant, candidate).isEmpty()) {
            objections.withhold(tenant, candidate, PersonalScores.ERASED);
        } else {
            erasures.candidate(tenant, candidate, Set.of(), false);
        }
    }
}
