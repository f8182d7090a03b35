package com.rocketmat.harvest.call;

import io.quarkus.arc.Unremovable;
import io.quarkus.logging.Log;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.resteasy.reactive.client.api.ClientLogger;

/**
 * Logs calls to Greenhouse for {@code quarkus.rest-client.logging.scope}. Quarkus's own logger would print client secrets, tokens
 * and candidate data: complete headers and bodies, and addresses with page cursors.
 */
@ApplicationScoped
@Unremovable
class WireLog implements ClientLogger {

    @Override
    public void setBodySize(int size) {
        // bodies are never shown
    }

    @Override
    public void logRequest(HttpClientRequest request, Buffer body, boolean omitBody) {
        Log.debugf("%s %s", request.getMethod(), path(request));
    }

    @Override
    public void logResponse(HttpClientResponse response, boolean redirect) {
        HttpClientRequest request = response.request();
        Log.debugf("%s %s: %d", request.getMethod(), path(request), response.statusCode());
    }

    private static String path(HttpClientRequest request) {
        return request.getURI().replaceFirst("\\?.*", "");
    }
}
