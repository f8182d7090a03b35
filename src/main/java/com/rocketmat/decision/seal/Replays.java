package com.rocketmat.decision.seal;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.ScoringFailed;
import com.rocketmat.model.runtime.ScoredRow;
import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.vault.VaultFailure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

@ApplicationScoped
class Replays {

    private final SealedDecisions decisions;
    private final FeatureSeals seals;
    private final Models models;

    Replays(SealedDecisions decisions, FeatureSeals seals, Models models) {
        this.decisions = decisions;
        this.seals = seals;
        this.models = models;
    }

    /** @throws HttpProblem if the decision cannot be replayed */
    Replay of(TenantId tenant, long number) {
        SealedDecision decision = decisions
                .find(tenant, number)
                .orElseThrow(() -> SealProblems.UNKNOWN.problem(
                        "The log has no row " + number, "list the decisions; retention deletes the oldest ones"));
        return Replay.of(decision.result(), replay(tenant, decision.row().version(), values(decision)));
    }

    private Map<String, FeatureValue> values(SealedDecision decision) {
        if (decision.sealed() == null) {
            throw SealProblems.UNSEALED.problem(
                    "The feature values of this decision were not kept",
                    "set decisions to features in the tenant's secret; later scores can be replayed");
        }
        if (decision.salt() == null) {
            throw SealProblems.ERASED.problem(
                    "The candidate was erased, and with them the key to the feature values",
                    "none: the values cannot be opened again; the row itself stays in the log");
        }
        try {
            return seals.opener(decision.row().tenant()).apply(decision);
        } catch (VaultFailure e) {
            throw DataKeys.problem(e);
        }
    }

    private Replay.Result replay(TenantId tenant, String version, Map<String, FeatureValue> values) {
        try {
            ScoredRow scored = models.replay(tenant, version, values);
            return new Replay.Result(scored.raw(), scored.value());
        } catch (HttpProblem problem) {
            if (!problem.isNotFound()) {
                throw problem;
            }
            throw SealProblems.VERSION.problem(
                    "The model version " + version + " is no longer stored",
                    "upload the same file and manifest again, which results in the same version");
        } catch (ScoringFailed e) {
            throw SealProblems.VERSION.problem(e.reason(), e.remedy());
        }
    }
}
