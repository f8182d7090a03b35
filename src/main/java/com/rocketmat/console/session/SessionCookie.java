package com.rocketmat.console.session;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/**
 * The session cookie: not readable by scripts, not sent with other sites' forms, over plain HTTP or to the API. A second cookie keeps the
 * requested page while the browser is at the identity provider, which redirects to a fixed address.
 */
public final class SessionCookie {

    public static final String NAME = "rocketmat-console";
    public static final String PAGE = "rocketmat-console-page";

    private static final Duration AT_PROVIDER = Duration.ofMinutes(10);

    private SessionCookie() {}

    public static Optional<SessionSecret> of(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(NAME))
                .flatMap(cookie -> SessionSecret.parse(cookie.getValue()));
    }

    public static NewCookie of(SessionSecret secret, Duration maxAge) {
        return cookie(secret.value(), maxAge);
    }

    public static NewCookie none() {
        return cookie("", Duration.ZERO);
    }

    /** A page's address contains only characters that are allowed in a cookie. */
    public static NewCookie keepPage(String page) {
        return cookie(PAGE, page, Addresses.PROVIDER, AT_PROVIDER);
    }

    /** The page from the cookie, not validated; null if there is none. */
    public static String keptPage(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(PAGE))
                .map(Cookie::getValue)
                .orElse(null);
    }

    public static NewCookie clearPage() {
        return cookie(PAGE, "", Addresses.PROVIDER, Duration.ZERO);
    }

    private static NewCookie cookie(String value, Duration maxAge) {
        return cookie(NAME, value, Addresses.ROOT, maxAge);
    }

    /** Lax, so that a link in an alert opens the page; changes also require a form token. */
    private static NewCookie cookie(String name, String value, String path, Duration maxAge) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge(Math.toIntExact(maxAge.toSeconds()))
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
