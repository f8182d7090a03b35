package com.rocketmat.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.tenant.Sha256;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Marks what is read from the API by what it says, and answers 304 to whoever has it already: dashboards that ask for the same again and
 * again get no body. The tag is weak: equal content, not equal bytes.
 */
class EntityTags {

    private static final String OURS = "com.rocketmat.";
    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;
    private static final int DIGITS = 32;

    private final ObjectMapper json;

    EntityTags(ObjectMapper json) {
        this.json = json;
    }

    @ServerResponseFilter
    void tag(ContainerRequestContext request, ContainerResponseContext answer) throws JsonProcessingException {
        Object entity = answer.getEntity();
        if (!request.getMethod().equals("GET")
                || answer.getStatus() != OK
                || entity == null
                || !entity.getClass().isRecord()
                || !entity.getClass().getName().startsWith(OURS)) {
            return;
        }
        String tag = "W/\"" + Sha256.hex(json.writeValueAsBytes(entity)).substring(0, DIGITS) + "\"";
        answer.getHeaders().putSingle(HttpHeaders.ETAG, tag);
        // it depends on the caller, and is to be asked for each time
        answer.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        if (has(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), tag)) {
            answer.setStatus(NOT_MODIFIED);
            answer.setEntity(null);
        }
    }

    private static boolean has(String known, String tag) {
        return known != null
                && Arrays.stream(known.split(",", -1)).map(String::strip).anyMatch(List.of(tag, "*")::contains);
    }
}
