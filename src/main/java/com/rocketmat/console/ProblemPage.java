package com.rocketmat.console;

import com.rocketmat.problem.HttpProblem;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/** What failed, why, and what to do; {@code detail} and {@code remedy} may be null. */
public record ProblemPage(int status, String title, String detail, String remedy) {

    static ProblemPage of(HttpProblem problem) {
        String title = Optional.ofNullable(problem.getTitle()).orElse("Something went wrong");
        return new ProblemPage(problem.getStatusCode(), title, problem.getDetail(), remedy(problem));
    }

    /** May be null. Replaces a remedy that refers to the Retry-After header, which browsers do not show. */
    public static String remedy(HttpProblem problem) {
        return problem.header(HttpHeaders.RETRY_AFTER)
                .map("try again in %s s"::formatted)
                .orElseGet(() -> parameter(problem, "remedy"));
    }

    /** May be null. */
    static String parameter(HttpProblem problem, String name) {
        Object value = problem.getParameters().get(name);
        return value == null ? null : String.valueOf(value);
    }
}
