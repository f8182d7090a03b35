package com.rocketmat.decision.seal;

import com.rocketmat.problem.HttpProblem;
import com.rocketmat.tenant.vault.VaultFailure;

/** Why a key in Vault could not be used, for people. */
final class VaultKeys {

    private VaultKeys() {}

    static HttpProblem problem(VaultFailure failure) {
        return failure.isGeneral()
                ? SealProblems.KEY_AWAY.passing(failure.getMessage(), DataKeys.REST.toSeconds())
                : SealProblems.KEY.problem(
                        failure.getMessage(),
                        "check rocketmat.privacy.transit-key and signing-key; deploy/k8s/vault/role.sh makes both keys and the policy");
    }
}
