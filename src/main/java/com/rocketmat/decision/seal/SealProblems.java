package com.rocketmat.decision.seal;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class SealProblems {

    static final ProblemType UNKNOWN = new ProblemType(
            "decision-unknown", 404, "No such decision", "the tenant's decision log has no row with this id");

    static final ProblemType UNSEALED = new ProblemType(
            "decision-unsealed", 409, "No feature values", "no feature values are stored for the decision");

    static final ProblemType ERASED = new ProblemType(
            "decision-erased", 409, "Erased", "the candidate was erased, and with them the key to the feature values");

    static final ProblemType SEALED = new ProblemType(
            "decision-sealed",
            409,
            "The feature values cannot be opened",
            "the sealed feature values or their key have been changed");

    static final ProblemType VERSION = new ProblemType(
            "decision-version",
            409,
            "The version cannot score",
            "the decision's model version is no longer stored, is quarantined, or fails");

    static final ProblemType KEY = new ProblemType(
            "vault-key", 409, "Vault refuses a key", "a key in Vault is missing, or the policy does not allow its use");

    static final ProblemType KEY_AWAY = new ProblemType(
            "vault-key-away",
            503,
            "Vault unavailable",
            "a key in Vault is needed, and Vault does not answer; Retry-After says when to retry");

    public static final List<ProblemType> ALL = List.of(UNKNOWN, UNSEALED, ERASED, SEALED, VERSION, KEY, KEY_AWAY);

    private SealProblems() {}
}
