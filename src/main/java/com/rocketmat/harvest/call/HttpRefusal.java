package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * An answer of 400 or above. Only field names are kept of its body: Greenhouse's errors echo client ids and values.
 *
 * <p>It does not leave this package; callers see {@link HarvestException}.
 */
public final class HttpRefusal extends RuntimeException {

    private final int status;
    private final transient AnswerHeaders headers;
    private final transient List<String> fields;

    private HttpRefusal(int status, AnswerHeaders headers, List<String> fields) {
        super("status " + status);
        this.status = status;
        this.headers = headers;
        this.fields = fields;
    }

    public static HttpRefusal of(Response answer) {
        MultivaluedMap<String, Object> headers = answer.getHeaders();
        List<String> fields = answer.getStatus() == 422 ? FaultyFields.in(answer.readEntity(String.class)) : List.of();
        return new HttpRefusal(answer.getStatus(), AnswerHeaders.of(name -> (String) headers.getFirst(name)), fields);
    }

    List<String> fields() {
        return fields;
    }

    public int status() {
        return status;
    }

    AnswerHeaders headers() {
        return headers;
    }
}
