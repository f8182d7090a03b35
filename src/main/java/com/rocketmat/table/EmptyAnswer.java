package com.rocketmat.table;

import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** A file without lines is an empty one. */
class EmptyAnswer {

    @ServerExceptionMapper
    Response of(NoLines none) {
        Response.ResponseBuilder answer = Response.ok(new byte[0]);
        none.headers().forEach(answer::header);
        return answer.build();
    }
}
