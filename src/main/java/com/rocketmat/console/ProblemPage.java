package com.rocketmat.console;

import com.rocketmat.problem.HttpProblem;
import java.util.Optional;

/** What failed, why, and what to do; {@code detail} and {@code remedy} may be null. */
public record ProblemPage(int status, String title, String detail, String remedy) {

    /** @param retryAfter seconds of the header that a browser does not show, or null */
    static ProblemPage of(HttpProblem problem, String retryAfter) {
        String title = Optional.ofNullable(problem.getTitle()).orElse("Something went wrong");
        return new ProblemPage(
                problem.getStatusCode(),
                title,
                problem.getDetail(),
                retryAfter == null ? said(problem, "remedy") : "try again in " + retryAfter + " s");
    }

    /** What a problem says beside its detail, or null. */
    public static String said(HttpProblem problem, String part) {
        Object said = problem.getParameters().get(part);
        return said == null ? null : String.valueOf(said);
    }
}
