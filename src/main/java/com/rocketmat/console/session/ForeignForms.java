package com.rocketmat.console.session;

import com.rocketmat.problem.HttpProblem;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.WithFormRead;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveContainerRequestContext;

/**
 * Refuses forms sent by other sites' pages, by their origin and by the form token that only our pages contain.
 * {@code quarkus-rest-csrf} cannot be kept to the console: it asks every multipart form for its cookie, also the API's uploads.
 */
final class ForeignForms {

    static final String FIELD = "form_token";

    private static final Set<String> SAFE = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SecurityIdentity identity;

    ForeignForms(SecurityIdentity identity) {
        this.identity = identity;
    }

    @SameSite
    @WithFormRead
    @ServerRequestFilter
    void refuse(ResteasyReactiveContainerRequestContext request) {
        if (SAFE.contains(request.getMethod())) {
            return;
        }
        if (!fromHere(request)) {
            throw foreign("The form was sent by a page of another site");
        }
        // no session exists before sign-in; another tab may have opened one since
        boolean signsIn = request.getUriInfo().getPath().equals(Addresses.SIGN_IN);
        if (!identity.isAnonymous() && !signsIn && !carriesToken(request)) {
            throw foreign("The form does not carry the token of this session");
        }
    }

    /** Browsers send one of these headers, older ones only the origin; a client that sends neither is not a browser. */
    private static boolean fromHere(ResteasyReactiveContainerRequestContext request) {
        String site = request.getHeaderString("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin");
        }
        String origin = request.getHeaderString("Origin");
        String host = request.getHeaderString(HttpHeaders.HOST);
        return origin == null || (host != null && host.equals(authority(origin)));
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private boolean carriesToken(ResteasyReactiveContainerRequestContext request) {
        var context = (ResteasyReactiveRequestContext) request.getServerRequestContext();
        String expected = identity.getAttribute(SessionAuthentication.FORM_TOKEN);
        return expected != null
                && context.getFormParameter(FIELD, true, false) instanceof String sent
                && MessageDigest.isEqual(ascii(sent), ascii(expected));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpProblem foreign(String detail) {
        return ConsoleProblems.FOREIGN_FORM.problem(detail, "go back, reload the page and try again");
    }
}
