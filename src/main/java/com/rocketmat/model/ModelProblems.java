package com.rocketmat.model;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class ModelProblems {

    public static final ProblemType UNKNOWN =
            new ProblemType("model-unknown", 404, "No such model version", "the tenant has no such version");

    static final ProblemType STATE =
            new ProblemType("model-state", 409, "Wrong state", "the version's state does not allow this call");

    static final ProblemType NO_CARD = new ProblemType("model-card-missing", 404, "No card", "the version has no card");

    static final ProblemType CARD_REQUIRED = new ProblemType(
            "model-card-required",
            409,
            "The version has no card",
            "only versions with a card can be activated (rocketmat.models.card-required)");

    public static final List<ProblemType> ALL = List.of(UNKNOWN, NO_CARD, STATE, CARD_REQUIRED);

    private ModelProblems() {}
}
