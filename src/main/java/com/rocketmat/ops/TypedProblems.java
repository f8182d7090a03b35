package com.rocketmat.ops;

import com.rocketmat.tenant.ProblemType;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemContext;
import io.quarkiverse.resteasy.problem.postprocessing.ProblemPostProcessor;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives a type to the problems that the framework finds. And corrects three: JAX-RS answers 404 to a parameter that cannot be read, as
 * if the resource were not there, and 500 to a form that cannot be read, as if that were the service's fault and its log's business, and
 * to a database that is away for a while, as if asking again were no use.
 */
@Unremovable
@Singleton
class TypedProblems implements ProblemPostProcessor {

    /** What reads forms fails with whatever the JDK throws at it; no resource is called from there. */
    private static final String FORMS = "org.jboss.resteasy.reactive.server.core.multipart.";

    private static final int BEFORE_THE_LOG = 200;
    private static final int SERVER_ERRORS = 500;

    private static final int SECONDS = 10;
    /** SQLSTATE: connections, too few resources, an administrator's stop, no writes, and transactions that others' undid. */
    private static final List<String> PASSING = List.of("08", "53", "57P", "25006", "40");

    private static final Map<Integer, ProblemType> BY_STATUS = Stream.of(
                    ProblemType.BAD_PARAMETER,
                    ProblemType.UNAUTHORIZED,
                    ProblemType.FORBIDDEN,
                    ProblemType.NOT_FOUND,
                    ProblemType.METHOD_NOT_ALLOWED,
                    ProblemType.NOT_ACCEPTABLE,
                    ProblemType.TOO_LARGE,
                    ProblemType.UNSUPPORTED_MEDIA_TYPE)
            .collect(Collectors.toMap(ProblemType::status, type -> type));

    @Override
    public int priority() {
        return BEFORE_THE_LOG;
    }

    @Override
    public HttpProblem apply(HttpProblem problem, ProblemContext context) {
        if (problem.getType() != null) {
            return problem;
        }
        if (context.cause instanceof NotFoundException && context.cause.getCause() != null) {
            return ProblemType.BAD_PARAMETER
                    .problem(
                            "A parameter of the address cannot be read as what it should be",
                            "send it as the description of the API says (/q/openapi)")
                    .build();
        }
        if (ofAForm(context.cause)) {
            return ProblemType.BAD_FORM
                    .problem(
                            "The form cannot be read",
                            "send multipart/form-data that is not packed, whole, with a boundary, and of a few fields")
                    .build();
        }
        if (problem.getStatusCode() >= SERVER_ERRORS && ofTheDatabase(context.cause)) {
            return ProblemType.DATABASE_AWAY
                    .passing("The database does not do it now", SECONDS)
                    .build();
        }
        return HttpProblem.builder(problem)
                .withType(type(problem.getStatusCode()).uri())
                .build();
    }

    private static ProblemType type(int status) {
        if (status >= SERVER_ERRORS) {
            return ProblemType.INTERNAL_ERROR;
        }
        return BY_STATUS.getOrDefault(status, ProblemType.BAD_REQUEST);
    }

    private static boolean ofTheDatabase(Throwable failure) {
        return causes(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                // the pool has none to give, and gives no state
                .anyMatch(state -> state == null || PASSING.stream().anyMatch(state::startsWith));
    }

    private static boolean ofAForm(Throwable refusal) {
        return causes(refusal)
                .map(Throwable::getStackTrace)
                .flatMap(Arrays::stream)
                .anyMatch(frame -> frame.getClassName().startsWith(FORMS));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause);
    }
}
