package com.rocketmat.console.session;

import io.quarkus.qute.TemplateExtension;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Addresses of pages, also for templates, for example {@code address:tenant(id)}. */
@TemplateExtension(namespace = "address")
public final class Addresses {

    public static final String ROOT = "/console";
    public static final String SIGN_IN = ROOT + "/sign-in";
    public static final String PROVIDER = SIGN_IN + "/provider";
    public static final String EVENTS = ROOT + "/events";
    public static final String ASSETS = ROOT + "/assets";
    public static final String BULK = ROOT + "/bulk";
    public static final String MODELS = ROOT + "/models";
    public static final String AUDIT = ROOT + "/audit";
    public static final String STATUS = ROOT + "/status";

    /**
     * Accepts only addresses of the console, so that a crafted link cannot redirect to another site after sign-in, and only complete ones,
     * since a link may be truncated. Possessive, since the matcher would otherwise recurse for each character.
     */
    private static final Pattern PAGE =
            Pattern.compile("/console(/[A-Za-z0-9-]+)*+(\\?([A-Za-z0-9=&._+*-]|%[0-9A-Fa-f]{2})*+)?");

    private Addresses() {}

    public static boolean isConsole(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    public static boolean isPage(String address) {
        return PAGE.matcher(address).matches();
    }

    /** The sign-in page; {@code then} is the page to open afterwards, {@code lost} why the session is lost, or empty. */
    public static String signIn(String then, String lost) {
        return with(SIGN_IN, Map.of("then", isPage(then) && !then.equals(ROOT) ? then : "", "lost", lost));
    }

    public static String tenant(String id) {
        return ROOT + "/tenants/" + id;
    }

    public static String events(String id) {
        return EVENTS + "/" + id;
    }

    public static String applications(String id) {
        return tenant(id) + "/applications";
    }

    public static String application(String id, long application) {
        return applications(id) + "/" + application;
    }

    public static String models(String id) {
        return tenant(id) + "/models";
    }

    public static String model(String id, String version) {
        return models(id) + "/" + version;
    }

    /** A page with a notice of what was done, for a redirect, so that a reload does not repeat the action. */
    public static String done(String page, String what) {
        return with(page, Map.of("done", what));
    }

    /**
     * Redirects by path alone. {@link Response#seeOther} would add the origin: behind a proxy that ends TLS and does not say so, that starts
     * with http, to which the content policy lets no form lead.
     */
    public static Response.ResponseBuilder redirect(String page) {
        return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, page);
    }

    /** Adds the parameters that are not empty. */
    public static String with(String address, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(parameter -> !parameter.getValue().isEmpty())
                .sorted(Map.Entry.comparingByKey())
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? address : address + "?" + query;
    }
}
