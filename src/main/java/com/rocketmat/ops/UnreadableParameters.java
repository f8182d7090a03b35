package com.rocketmat.ops;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status;
import java.util.Objects;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * JAX-RS answers 404 to a parameter that cannot be read, as if the resource were not there, and 500 to a form that cannot be read, as if
 * that were the service's fault.
 */
final class UnreadableParameters {

    private static final String FORMS = "org.jboss.resteasy.reactive.server.core.multipart.";

    // no exception mapper: which one wins over that of the problem extension changes from build to build
    @ServerResponseFilter
    void badRequest(ContainerResponseContext answer, Throwable refusal) {
        if (refusal instanceof NotFoundException && refusal.getCause() != null) {
            answer(answer, "A parameter of the address cannot be read as what it should be");
        } else if (ofAForm(refusal)) {
            answer(
                    answer,
                    "The form cannot be read: send multipart/form-data that is not packed, whole, and of a few fields");
        }
    }

    private static boolean ofAForm(Throwable refusal) {
        return Stream.iterate(refusal, Objects::nonNull, Throwable::getCause)
                .map(Throwable::getStackTrace)
                .anyMatch(trace -> trace.length > 0 && trace[0].getClassName().startsWith(FORMS));
    }

    private static void answer(ContainerResponseContext answer, String detail) {
        answer.setStatus(Status.BAD_REQUEST.getStatusCode());
        answer.setEntity(HttpProblem.valueOf(Status.BAD_REQUEST, detail));
    }
}
