package com.rocketmat.tenant.settings;

import java.net.URI;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the address of Greenhouse from a secret or a property; one that can never be called is refused. */
public final class HttpAddress implements Converter<URI> {

    static final String RULE = "must be an http or https address without user, query or fragment";

    private static final int HIGHEST_PORT = 65_535;

    @Override
    public URI convert(String text) {
        URI uri = URI.create(text.strip());
        boolean plain = uri.getUserInfo() == null && uri.getQuery() == null && uri.getFragment() == null;
        boolean reachable = uri.getPort() != 0 && uri.getPort() <= HIGHEST_PORT;
        // lower case: the REST client treats HTTPS as an address without TLS
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (uri.getHost() == null || !http || !plain || !reachable) {
            throw new IllegalArgumentException(RULE);
        }
        return uri;
    }
}
