package com.rocketmat.training;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class TrainingProblems {

    static final ProblemType STATE = new ProblemType(
            "training-state", 409, "No export", "the tenant is not running or is paused, or its secret was replaced");

    static final ProblemType V1 = new ProblemType(
            "training-v1", 409, "Not with a Harvest v1 key", "Harvest provides outcomes of applications only in v3");

    static final ProblemType GREENHOUSE = new ProblemType(
            "training-greenhouse",
            409,
            "Greenhouse denies access",
            "Greenhouse refuses, for example because a scope is missing");

    static final ProblemType GREENHOUSE_AWAY = new ProblemType(
            "training-greenhouse-away",
            503,
            "Greenhouse unavailable",
            "Greenhouse is failing or its rate window is used up; Retry-After says when to retry");

    static final ProblemType FEATURES =
            new ProblemType("training-features", 422, "Feature not exported", "there is no feature with this name");

    static final ProblemType CONTACT = new ProblemType(
            "training-contact", 422, "Feature not exported", "the feature contains names or contact data");

    static final ProblemType PROTECTED = new ProblemType(
            "training-protected", 422, "Feature not exported", "the feature's name marks a protected attribute");

    public static final List<ProblemType> ALL =
            List.of(STATE, V1, GREENHOUSE, GREENHOUSE_AWAY, FEATURES, CONTACT, PROTECTED);

    private TrainingProblems() {}
}
