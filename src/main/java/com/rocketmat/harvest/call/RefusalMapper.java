package com.rocketmat.harvest.call;

import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.ext.ResponseExceptionMapper;

/**
 * Refuses redirects too: they are not followed, and a write that is redirected would pass for done. So would one that is still being
 * processed: the client takes a 102 for the answer.
 */
public final class RefusalMapper implements ResponseExceptionMapper<HttpRefusal> {

    private static final int INTERIM_BEGIN = 100;
    private static final int SUCCESSES_BEGIN = 200;
    private static final int SUCCESSES_END = 300;

    @Override
    public boolean handles(int status, MultivaluedMap<String, Object> headers) {
        return isInterim(status) || status >= SUCCESSES_END;
    }

    /** Not the 0 that stands for a connection that was closed without an answer. */
    static boolean isInterim(int status) {
        return status >= INTERIM_BEGIN && status < SUCCESSES_BEGIN;
    }

    @Override
    public HttpRefusal toThrowable(Response answer) {
        return HttpRefusal.of(answer);
    }
}
