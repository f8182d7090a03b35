package com.rocketmat.privacy;

import com.rocketmat.problem.ProblemType;
import java.util.List;

public final class PrivacyProblems {

    static final ProblemType OBJECTION_IN_GREENHOUSE = new ProblemType(
            "objection-in-greenhouse",
            409,
            "The objection was made in Greenhouse",
            "the candidate objects in a field of an application in Greenhouse, and must withdraw it there");

    static final ProblemType ERASED_IN_GREENHOUSE = new ProblemType(
            "erased-in-greenhouse",
            409,
            "The candidate was erased in Greenhouse",
            "the candidate was deleted or anonymised in Greenhouse, and is not scored again");

    static final ProblemType CLEAR_GREENHOUSE = new ProblemType(
            "clear-greenhouse",
            409,
            "The field in Greenhouse cannot be emptied",
            "Greenhouse refuses to empty the field or hides the application, or the tenant does not write; nothing is erased, and the candidate is not scored meanwhile");

    static final ProblemType CLEAR_GREENHOUSE_AWAY = new ProblemType(
            "clear-greenhouse-away",
            503,
            "The field in Greenhouse cannot be emptied yet",
            "nothing is erased yet, and the candidate is not scored meanwhile; Retry-After says when to retry");

    public static final List<ProblemType> ALL =
            List.of(OBJECTION_IN_GREENHOUSE, ERASED_IN_GREENHOUSE, CLEAR_GREENHOUSE, CLEAR_GREENHOUSE_AWAY);

    private PrivacyProblems() {}
}
