package com.rocketmat.console.session;

import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Redirects by path alone: behind a proxy that ends TLS and does not say so, an absolute address would start with http, to which the
 * content policy lets no form lead.
 */
final class Redirects {

    @SameSite
    @ServerResponseFilter
    void withoutOrigin(ContainerResponseContext response) {
        URI page = response.getLocation();
        if (page != null) {
            String query = page.getRawQuery();
            response.getHeaders()
                    .putSingle(HttpHeaders.LOCATION, page.getRawPath() + (query == null ? "" : "?" + query));
        }
    }
}
