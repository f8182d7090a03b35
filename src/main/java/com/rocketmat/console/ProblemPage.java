package com.rocketmat.console;

import com.rocketmat.problem.HttpProblem;
import java.util.Optional;

/** What failed, why, and what to do; {@code detail} and {@code remedy} may be null. */
public record ProblemPage(int status, String title, String detail, String remedy) {

    /** @param retryAfter seconds of the header that a browser does not show, or null */
    static ProblemPage of(HttpProblem problem, String retryAfter) {
        String title = Optional.ofNullable(problem.getTitle()).orElse("Something went wrong");
        Object remedy =
                retryAfter == null ? problem.getParameters().get("remedy") : "try again in " + retryAfter + " s";
        return new ProblemPage(
                problem.getStatusCode(), title, problem.getDetail(), remedy == null ? null : String.valueOf(remedy));
    }
}
