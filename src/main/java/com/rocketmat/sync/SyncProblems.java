package com.rocketmat.sync;

import com.rocketmat.problem.ProblemType;
import java.util.List;

/** What a comparison of versions is refused with. */
public final class SyncProblems {

    static final ProblemType NOTHING_TO_COMPARE = new ProblemType(
            "nothing-to-compare", 409, "Nothing to compare", "no application has a score from both versions");

    public static final List<ProblemType> ALL = List.of(NOTHING_TO_COMPARE);

    private SyncProblems() {}
}
