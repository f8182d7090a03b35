package com.rocketmat.ops;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** JAX-RS answers 404 to a parameter that cannot be read, as if the resource were not there. */
final class UnreadableParameters {

    // no exception mapper: which one wins over that of the problem extension changes from build to build
    @ServerResponseFilter
    void badRequest(ContainerResponseContext answer, Throwable refusal) {
        if (refusal instanceof NotFoundException && refusal.getCause() != null) {
            answer.setStatus(Status.BAD_REQUEST.getStatusCode());
            answer.setEntity(HttpProblem.valueOf(
                    Status.BAD_REQUEST, "A parameter of the address cannot be read as what it should be"));
        }
    }
}
