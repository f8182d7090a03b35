package com.rocketmat.training.job;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class TrainingJobProblems {

    static final ProblemType OPEN =
            new ProblemType("training-open", 409, "A training is open", "only one training per tenant runs at a time");

    static final ProblemType ENDED =
            new ProblemType("training-ended", 409, "The training has ended", "only an open training can be cancelled");

    static final ProblemType UNKNOWN =
            new ProblemType("training-unknown", 404, "No such training", "the tenant has no training with this id");

    public static final List<ProblemType> ALL = List.of(UNKNOWN, OPEN, ENDED);

    private TrainingJobProblems() {}
}
