package com.rocketmat.harvest.call;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Refuses redirects too: they are not followed, and a write that is redirected would pass for done. So would one that is still being
 * processed: the client takes a 102 for the answer.
 */
public final class RefusalMapper implements ResponseExceptionMapper<HttpRefusal> {

    static final int SUCCESSES_BEGIN = 200;
    private static final int SUCCESSES_END = 300;

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status < SUCCESSES_BEGIN || status >= SUCCESSES_END;
    }

    @Override
    public HttpRefusal toThrowable(Response answer) {
        return HttpRefusal.of(answer);
    }
}
