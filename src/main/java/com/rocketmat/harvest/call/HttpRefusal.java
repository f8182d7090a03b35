package com.rocketmat.harvest.call;

import com.rocketmat.harvest.HarvestException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Objects;

/**
 * An answer other than a success. Only field names are kept of its body: Greenhouse's errors echo client ids and values.
 *
 * <p>Callers of a session see {@link HarvestException}.
 */
public final class HttpRefusal extends RuntimeException {

    /** Of a token that was valid until another process minted one (seen in production, not documented). */
    private static final String REPLACED = "refreshed or revoked";

    private final int status;
    private final transient AnswerHeaders headers;
    private final transient List<String> fields;
    private final boolean tokenReplaced;

    private HttpRefusal(int status, AnswerHeaders headers, List<String> fields, boolean tokenReplaced) {
        super("status " + status);
        this.status = status;
        this.headers = headers;
        this.fields = fields;
        this.tokenReplaced = tokenReplaced;
    }

    public static HttpRefusal of(Response answer) {
        MultivaluedMap<String, Object> headers = answer.getHeaders();
        int status = answer.getStatus();
        return new HttpRefusal(
                status,
                AnswerHeaders.of(name -> (String) headers.getFirst(name)),
                status == 422 ? FaultyFields.in(body(answer)) : List.of(),
                status == 401 && body(answer).contains(REPLACED));
    }

    /** Empty if the answer has no body, or a truncated one. */
    private static String body(Response answer) {
        try {
            return Objects.requireNonNullElse(answer.readEntity(String.class), "");
        } catch (ProcessingException | IllegalStateException _) {
            return "";
        }
    }

    /** Whether the token was replaced by that of another process, which says nothing about the credential. */
    boolean tokenReplaced() {
        return tokenReplaced;
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
