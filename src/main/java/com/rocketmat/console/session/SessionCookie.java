package com.rocketmat.console.session;

import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.NewCookie;
import java.time.Duration;
import java.util.Optional;

/** The cookie of a session: out of reach of scripts, of other sites' forms, of unencrypted connections and of the API. */
public final class SessionCookie {

    public static final String NAME = "rocketmat-console";

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

    /** Lax, since a link in an alert is to open the page; what changes something wants a form token besides. */
    private static NewCookie cookie(String value, Duration lasts) {
        return new NewCookie.Builder(NAME)
                .value(value)
                .path(Addresses.ROOT)
                .maxAge(Math.toIntExact(lasts.toSeconds()))
                .secure(true)
                .httpOnly(true)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
