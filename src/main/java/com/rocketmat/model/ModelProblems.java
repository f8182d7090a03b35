package com.rocketmat.model;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What calls about stored versions are refused with. */
public final class ModelProblems {

    public static final ProblemType UNKNOWN =
            new ProblemType("model-unknown", 404, "No such model version", "the tenant has no such version");

    static final ProblemType STATE =
            new ProblemType("model-state", 409, "Wrong state", "the state of the version does not allow it");

    public static final List<ProblemType> ALL = List.of(UNKNOWN, STATE);

    private ModelProblems() {}
}
