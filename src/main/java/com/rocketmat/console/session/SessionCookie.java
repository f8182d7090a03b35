package com.rocketmat.console.session;

import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/**
 * The session cookie: not readable by scripts, not sent with other sites' forms, over plain HTTP or to the API. And one that holds the
 * requested page while the browser is at the identity provider, which returns it to a fixed address.
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

    public static NewCookie of(SessionSecret secret, Duration lasts) {
        return cookie(secret.value(), lasts);
    }

    public static NewCookie none() {
        return cookie("", Duration.ZERO);
    }

    /** Keeps the page for the return from the identity provider; the address of a page of ours has no character that a cookie may not have. */
    public static NewCookie returning(String page) {
        return cookie(PAGE, page, Addresses.PROVIDER, AT_PROVIDER);
    }

    /** The page that was kept, as the browser sends it: null if none. */
    public static String returning(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(PAGE))
                .map(Cookie::getValue)
                .orElse(null);
    }

    public static NewCookie returned() {
        return cookie(PAGE, "", Addresses.PROVIDER, Duration.ZERO);
    }

    private static NewCookie cookie(String value, Duration lasts) {
        return cookie(NAME, value, Addresses.ROOT, lasts);
    }

    /** Lax, because a link in an alert should open the page; changes also require a form token. */
    private static NewCookie cookie(String name, String value, String path, Duration lasts) {
        return new NewCookie.Builder(name)
                .value(value)
                .path(path)
                .maxAge(Math.toIntExact(lasts.toSeconds()))
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
