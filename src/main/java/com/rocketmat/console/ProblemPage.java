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

    /** Or null; a browser does not show the header that the problem's own remedy names. */
    public static String remedy(HttpProblem problem) {
        return problem.header(HttpHeaders.RETRY_AFTER)
                .map("try again in %s s"::formatted)
                .orElseGet(() -> said(problem, "remedy"));
    }

    /** What a problem says beside its detail, or null. */
    static String said(HttpProblem problem, String part) {
        Object said = problem.getParameters().get(part);
        return said == null ? null : String.valueOf(said);
    }
}
