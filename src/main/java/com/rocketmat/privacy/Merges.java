package com.rocketmat.privacy;

import com.rocketmat.score.PersonalScores;
import com.rocketmat.tenant.scope.CandidateMerged;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.RunPermission;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.event.Event;

/** Applies Greenhouse's merges of two candidates into one. Nothing keeps the loser's id. */
@TenantRows
public class Merges {

    private final ErasedCandidates erased;
    private final Objections objections;
    private final Erasures erasures;
    private final PersonalScores scores;
    private final TenantStates states;
    private final Event<CandidateMerged> merged;

    Merges(
            ErasedCandidates erased,
            Objections objections,
            Erasures erasures,
            PersonalScores scores,
            TenantStates states,
            Event<CandidateMerged> merged) {
        this.erased = erased;
        this.objections = objections;
        this.erasures = erasures;
        this.scores = scores;
        this.states = states;
        this.merged = merged;
    }

    /**
     * Transfers scores and objections from the loser to the winner. Idempotent.
     *
     * <p>An erased winner is erased again, once the fields with the loser's scores are empty. If the loser was erased by API, the winner
     * objects.
     */
    public void merge(TenantId tenant, long loser, long winner) {
        if (loser == winner) {
            return;
        }
        erasures.await(tenant);
        boolean winnerErased = erased.find(tenant, winner).isPresent();
        scores.transfer(tenant, loser, winner);
        merged.fire(new CandidateMerged(tenant, loser, winner));
        if (winnerErased) {
            objections.delete(tenant, loser);
            emptyOrErase(tenant, winner);
        } else {
            objections.transfer(tenant, loser, winner);
            if (erased.forget(tenant, loser)) {
                objections.object(tenant, winner);
            }
        }
    }

    /** If slices can run, one empties what may be in a field first: only the stored rows tell which values are ours. */
    private void emptyOrErase(TenantId tenant, long candidate) {
        if (states.permission(tenant) == RunPermission.GRANTED
                && !scores.carriedOrOnTheirWay(tenant, candidate).isEmpty()) {
            objections.withhold(tenant, candidate, PersonalScores.ERASED);
        } else {
            erasures.eraseGone(tenant, candidate);
        }
    }
}
