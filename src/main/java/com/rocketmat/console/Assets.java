package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.problem.Sha256;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Addresses of stylesheet and scripts that change with their content, so that browsers may cache them. */
@ApplicationScoped
class Assets {

    private static final String STYLE = Addresses.ASSETS + "/console.css";
    private static final String SCRIPT = Addresses.ASSETS + "/console.js";
    private static final String HTMX = "/_static/htmx.org/dist/htmx.min.js";
    private static final int DIGITS = 12;

    private final Map<String, String> digests =
            Map.of(STYLE, digest(STYLE), SCRIPT, digest(SCRIPT), HTMX, digest(HTMX));

    String style() {
        return address(STYLE);
    }

    String script() {
        return address(SCRIPT);
    }

    String htmx() {
        return address(HTMX);
    }

    void register(@Observes Filters filters) {
        filters.register(this::keepOthersOutOfCaches, 1);
    }

    /** During an update the page may be of one release, and a file of the other one, under the page's address. */
    private void keepOthersOutOfCaches(RoutingContext call) {
        String digest = digests.get(call.normalizedPath());
        String asked = call.request().getParam("v");
        if (digest != null && asked != null && !asked.equals(digest)) {
            call.addHeadersEndHandler(_ -> call.response().putHeader(HttpHeaders.CACHE_CONTROL, "no-store"));
        }
        call.next();
    }

    private String address(String path) {
        return path + "?v=" + digests.get(path);
    }

    private static String digest(String path) {
        try (InputStream file =
                Thread.currentThread().getContextClassLoader().getResourceAsStream("META-INF/resources" + path)) {
            return Sha256.hex(file.readAllBytes()).substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
