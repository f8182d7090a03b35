package com.rocketmat.console;

import com.rocketmat.console.session.Addresses;
import com.rocketmat.problem.Sha256;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Addresses of the stylesheet and scripts, with a digest of their content, so that browsers can cache them. */
@ApplicationScoped
@Named("assets")
public class Assets {

    private static final String STYLE = Addresses.ASSETS + "/console.css";
    private static final String SCRIPT = Addresses.ASSETS + "/console.js";
    private static final String HTMX = "/_static/htmx.org/dist/htmx.min.js";
    private static final int DIGITS = 12;

    private final Map<String, String> digests =
            Map.of(STYLE, digest(STYLE), SCRIPT, digest(SCRIPT), HTMX, digest(HTMX));

    public String style() {
        return address(STYLE);
    }

    public String script() {
        return address(SCRIPT);
    }

    public String htmx() {
        return address(HTMX);
    }

    void register(@Observes Filters filters) {
        filters.register(this::preventCachingOfOtherReleases, 1);
    }

    /** During a rollout, a browser may request a file of one release by the address in a page of another. */
    private void preventCachingOfOtherReleases(RoutingContext call) {
        String digest = digests.get(call.normalizedPath());
        String requested = call.request().getParam("v");
        if (digest != null && requested != null && !requested.equals(digest)) {
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
