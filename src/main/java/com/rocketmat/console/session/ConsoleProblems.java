package com.rocketmat.console.session;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class ConsoleProblems {

    static final ProblemType FOREIGN_FORM = new ProblemType(
            "foreign-form", 403, "Not from this page", "the form was not sent from a console page of this session");

    public static final ProblemType TOO_MANY_STREAMS = new ProblemType(
            "too-many-streams",
            429,
            "Too Many Requests",
            "the person has rocketmat.console.watchers-per-person event streams open on this replica, or the replica has reached its own limit; Retry-After says when to retry");

    public static final List<ProblemType> ALL = List.of(FOREIGN_FORM, TOO_MANY_STREAMS);

    private ConsoleProblems() {}
}
