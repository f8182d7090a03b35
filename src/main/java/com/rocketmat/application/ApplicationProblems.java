package com.rocketmat.application;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class ApplicationProblems {

    static final ProblemType UNKNOWN = new ProblemType(
            "application-unknown", 404, "No such application", "nothing is stored about an application with this id");

    public static final List<ProblemType> ALL = List.of(UNKNOWN);

    private ApplicationProblems() {}
}
