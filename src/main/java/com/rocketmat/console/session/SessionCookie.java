package com.rocketmat.console.session;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/** The session cookie: not readable by scripts, not sent with other sites' forms, over plain HTTP or to the API. */
public final class SessionCookie {

    public static final String NAME = "rocketmat-console";

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

    /** Lax, so that a link in an alert opens the page; changes also require a form token. */
    private static NewCookie cookie(String value, Duration maxAge) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(Addresses.ROOT)
                .maxAge(Math.toIntExact(maxAge.toSeconds()))
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
