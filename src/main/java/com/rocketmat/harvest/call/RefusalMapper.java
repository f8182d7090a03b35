package com.rocketmat.harvest.call;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/** Refuses redirects too: they are not followed, and a write that is redirected would pass for done. */
public final class RefusalMapper implements ResponseExceptionMapper<HttpRefusal> {

    private static final int SUCCESSES_END = 300;

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return status >= SUCCESSES_END;
    }

    @Override
    public HttpRefusal toThrowable(Response answer) {
        return HttpRefusal.of(answer);
    }
}
