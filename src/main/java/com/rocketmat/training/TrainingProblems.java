package com.rocketmat.training;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What an export of training data is refused with. */
public final class TrainingProblems {

    static final ProblemType STATE = new ProblemType(
            "training-state", 409, "No export", "the tenant does not run, or is paused, or its secret was replaced");

    static final ProblemType UNDER_WAY = new ProblemType(
            "training-under-way", 409, "An export is under way", "of each tenant there is one at a time");

    static final ProblemType V1 = new ProblemType(
            "training-v1", 409, "Not with a Harvest v1 key", "what became of applications is read over v3 alone");

    static final ProblemType GREENHOUSE = new ProblemType(
            "training-greenhouse",
            409,
            "Greenhouse does not let it be read",
            "Greenhouse refuses, a scope is missing for instance");

    static final ProblemType GREENHOUSE_AWAY = new ProblemType(
            "training-greenhouse-away",
            503,
            "Greenhouse does not answer now",
            "it is out of order or its rate window used up; Retry-After says when to ask again");

    static final ProblemType FEATURES =
            new ProblemType("training-features", 422, "Feature not exported", "there is no feature of this name");

    static final ProblemType CONTACT =
            new ProblemType("training-contact", 422, "Feature not exported", "the feature holds names or contact data");

    static final ProblemType PROTECTED = new ProblemType(
            "training-protected", 422, "Feature not exported", "the feature is a protected attribute, by its name");

    public static final List<ProblemType> ALL =
            List.of(STATE, UNDER_WAY, V1, GREENHOUSE, GREENHOUSE_AWAY, FEATURES, CONTACT, PROTECTED);

    private TrainingProblems() {}
}
