package com.rocketmat.console;

import com.rocketmat.problem.HttpProblem;
import java.util.Optional;

/**
 * What failed, why, and what to do.
 *
 * @param detail or null
 * @param remedy or null
 */
public record ProblemPage(int status, String title, String detail, String remedy) {

    static ProblemPage of(HttpProblem problem) {
        String title = Optional.ofNullable(problem.getTitle()).orElse("Something went wrong");
        Object remedy = problem.getParameters().get("remedy");
        return new ProblemPage(
                problem.getStatusCode(), title, problem.getDetail(), remedy == null ? null : String.valueOf(remedy));
    }
}
