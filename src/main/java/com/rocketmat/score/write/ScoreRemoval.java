package com.rocketmat.score.write;

import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Invalid;
import com.rocketmat.harvest.HarvestFailure.NotFound;
import com.rocketmat.harvest.HarvestFailure.UnknownOutcome;
import com.rocketmat.harvest.NotSent;
import com.rocketmat.harvest.row.Application;
import com.rocketmat.score.OwnScores;
import com.rocketmat.score.write.WriteProofs.Proof;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Empties the fields of applications that carry a score of ours and are to carry none. */
@ApplicationScoped
public class ScoreRemoval {

    private final OwnScores ownScores;
    private final WriteProofs proofs;
    private final ReadBack readBack;

    ScoreRemoval(OwnScores ownScores, WriteProofs proofs, ReadBack readBack) {
        this.ownScores = ownScores;
        this.proofs = proofs;
        this.readBack = readBack;
    }

    /** How a removal ended. */
    enum Outcome {
        EMPTIED,
        /** The application has to be read again: the call was not made, or its outcome is unknown. */
        AGAIN,
        /** Greenhouse does not take it, or has no such application: another try would not help. */
        GIVEN_UP
    }

    /**
     * Empties them, and notes that the scores are no longer there.
     *
     * @param goOn asked before each PATCH
     * @return applications that have to be read again
     */
    public Set<Long> remove(WriteTarget target, Collection<CarriedScore> scores, BooleanSupplier goOn) {
        Proof proof = proofs.of(target.tenant(), target.fields().score());
        Set<Long> emptied = new HashSet<>();
        Set<Long> again = new HashSet<>();
        try {
            for (CarriedScore score : scores) {
                Decision removal = Decision.removal(score, target.fields(), target.alone());
                switch (empty(target, score.row(), removal, goOn)) {
                    case EMPTIED -> emptied.add(score.applicationId());
                    case AGAIN -> again.add(score.applicationId());
                    case GIVEN_UP -> {}
                }
            }
        } finally {
            emptied.forEach(application -> forget(target, proof, application));
            ownScores.emptied(target.tenant(), emptied);
        }
        return again;
    }

    /** Empties what was sent to an application whose candidate was anonymised after its fields were read, and before they were sent back. */
    Outcome empty(WriteTarget target, Application row, Set<String> sent) {
        Set<String> present = sent.stream()
                .filter(key -> row.customFields().containsKey(key))
                .filter(key -> !row.customFields().get(key).empty())
                .collect(Collectors.toSet());
        if (present.isEmpty()) {
            return Outcome.EMPTIED;
        }
        Proof proof = proofs.of(target.tenant(), target.fields().score());
        Decision removal = Decision.removal(row, present, target.fields(), target.alone());
        Outcome outcome = empty(target, row, removal, () -> true);
        if (outcome == Outcome.EMPTIED) {
            forget(target, proof, row.id());
        }
        return outcome;
    }

    private static Outcome empty(WriteTarget target, Application row, Decision removal, BooleanSupplier goOn) {
        if (!(removal instanceof Decision.Patch patch)) {
            Log.warnf("The score of application %d cannot be emptied without loss to its other fields", row.id());
            return Outcome.GIVEN_UP;
        }
        try {
            target.session().update(row.id(), patch.fields(), goOn);
            return Outcome.EMPTIED;
        } catch (NotSent _) {
            return Outcome.AGAIN;
        } catch (HarvestException e) {
            return switch (e.failure()) {
                case NotFound _ -> Outcome.GIVEN_UP;
                case UnknownOutcome _ -> Outcome.AGAIN;
                case Invalid invalid -> {
                    Log.warnf("Greenhouse refuses to empty the score of application %d: %s", row.id(), invalid.what());
                    yield Outcome.GIVEN_UP;
                }
                default -> throw e;
            };
        }
    }

    /** A write that is no longer to be seen proves nothing. */
    private void forget(WriteTarget target, Proof proof, long application) {
        TenantId tenant = target.tenant();
        readBack.forget(tenant, application);
        if (proof.first().filter(first -> first.applicationId() == application).isPresent()) {
            proofs.lostFirst(tenant, target.fields().score());
        }
    }
}
