package com.rocketmat.ops;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** JAX-RS answers 404 to a parameter that cannot be read, as if the resource were not there. */
final class UnreadableParameters {

    private static final String NOT_READ = "A parameter of the address cannot be read as what it should be";

    // before the mapper of the problem extension, which says 404
    @ServerExceptionMapper(priority = Priorities.USER - 1)
    Response badRequest(NotFoundException e) {
        boolean unreadable = e.getCause() != null;
        return HttpProblem.builder()
                .withStatus(unreadable ? Status.BAD_REQUEST : Status.NOT_FOUND)
                .withTitle(unreadable ? "Bad Request" : "Not Found")
                .withDetail(unreadable ? NOT_READ : "There is nothing at this address")
                .build()
                .toResponse();
    }
}
