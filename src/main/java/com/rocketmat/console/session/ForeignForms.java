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
 * Refuses forms of other sites, by their origin and by the form token that only the console's pages contain. {@code quarkus-rest-csrf}
 * cannot be limited to the console: it requires its cookie with every multipart form, including uploads by the API.
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
        if (!isSameOrigin(request)) {
            throw foreign("A page of another site sent the form");
        }
        // before sign-in there is no session, but another tab may have opened one in the meantime
        boolean isSignIn = request.getUriInfo().getPath().equals(Addresses.SIGN_IN);
        if (!identity.isAnonymous() && !isSignIn && !hasFormToken(request)) {
            throw foreign("The form does not have the token of this session");
        }
    }

    /** Browsers send at least one of these headers, older ones only Origin; a client without either is not a browser. */
    private static boolean isSameOrigin(ResteasyReactiveContainerRequestContext request) {
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

    private boolean hasFormToken(ResteasyReactiveContainerRequestContext request) {
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
