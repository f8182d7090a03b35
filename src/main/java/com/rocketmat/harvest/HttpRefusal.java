package com.rocketmat.harvest;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;

/**
 * An answer of 400 or more. Its body is not kept: Greenhouse's errors echo client ids and values.
 *
 * <p>It goes no further than this package; others see {@link HarvestException}.
 */
final class HttpRefusal extends RuntimeException {

    private final int status;
    private final transient AnswerHeaders headers;

    private HttpRefusal(int status, AnswerHeaders headers) {
        super("status " + status);
        this.status = status;
        this.headers = headers;
    }

    static HttpRefusal of(Response answer) {
        MultivaluedMap<String, Object> headers = answer.getHeaders();
        return new HttpRefusal(answer.getStatus(), AnswerHeaders.of(name -> (String) headers.getFirst(name)));
    }

    int status() {
        return status;
    }

    AnswerHeaders headers() {
        return headers;
    }
}
