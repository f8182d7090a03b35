package com.rocketmat.decision.seal;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** The feature values that were kept of one candidate's scores. */
@ApplicationScoped
public class KeptFeatures {

    private final SealedDecisions decisions;
    private final FeatureSeals seals;

    KeptFeatures(SealedDecisions decisions, FeatureSeals seals) {
        this.decisions = decisions;
        this.seals = seals;
    }

    /**
     * What went into a model.
     *
     * @param decision the number of its row in the log
     */
    public record Kept(long decision, Map<String, FeatureValue> features) {}

    /**
     * All of them, in the order of the log; may wait for Vault, so call it outside a transaction.
     *
     * @throws HttpProblem if Vault does not give the key: a part of them must not look like all
     */
    public List<Kept> of(TenantId tenant, long candidateId) {
        try {
            return decisions.ofCandidate(tenant, candidateId).stream()
                    .map(decision -> new Kept(
                            decision.row().number(),
                            seals.open(decision.row(), decision.salt(), decision.sealed())
                                    .orElseThrow(SealProblems::changed)))
                    .toList();
        } catch (VaultFailure e) {
            throw VaultKeys.problem(e);
        }
    }
}
