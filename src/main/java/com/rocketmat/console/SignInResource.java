package com.rocketmat.console;

import com.rocketmat.access.Operators.Operator;
import com.rocketmat.access.Operators.Role;
import com.rocketmat.access.Reach;
import com.rocketmat.access.WithinReach;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.console.session.ConsoleConfig;
import com.rocketmat.console.session.SameSite;
import com.rocketmat.console.session.SessionCookie;
import com.rocketmat.console.session.SessionSecret;
import com.rocketmat.console.session.Sessions;
import io.quarkus.logging.Log;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;

/** Sign-in with an operator's token or at the identity provider, and sign-out. */
@SameSite
@Consumes(MediaType.APPLICATION_FORM_URLENCODED)
@WithinReach
@Path(Addresses.ROOT)
@Produces(MediaType.TEXT_HTML)
public class SignInResource {

    private static final String OIDC_SESSION = "q_session";

    /** Reason to return to the sign-in: the browser did not send the session cookie. */
    private static final String COOKIE = "cookie";

    private static final Map<String, String> NOTICES = Map.of(
            "form",
            "Your session has ended; nothing was done.",
            COOKIE,
            "Your browser did not keep the session’s cookie: open the console over https. Over plain http it works on localhost alone, and not in Safari.");

    private static final String NOT_KNOWN_YET =
            "You have signed in, but this replica has not read your token from Vault yet: try again in a minute.";

    private final Sessions sessions;
    private final ConsoleConfig config;
    private final Frames frames;
    private final SecurityIdentity identity;

    SignInResource(Sessions sessions, ConsoleConfig config, Frames frames, SecurityIdentity identity) {
        this.sessions = sessions;
        this.config = config;
        this.frames = frames;
        this.identity = identity;
    }

    @GET
    @Path("/sign-in")
    @PermitAll
    public Response page(
            @QueryParam("then") @DefaultValue(Addresses.ROOT) String then,
            @QueryParam("lost") @DefaultValue("") String lost,
            RoutingContext context) {
        String page = pageOrRoot(then);
        String notice =
                lost.equals(COOKIE) && SessionCookie.of(context).isPresent() ? NOT_KNOWN_YET : NOTICES.get(lost);
        return identity.isAnonymous()
                ? Response.ok(Templates.signIn(frames.bare(), page, notice, false, config.provider())
                                .render())
                        .cookie(SessionCookie.keepPage(page))
                        .build()
                : Addresses.redirect(page).build();
    }

    private static String pageOrRoot(String then) {
        return Optional.ofNullable(then).filter(Addresses::isPage).orElse(Addresses.ROOT);
    }

    @POST
    @Path("/sign-in")
    @PermitAll
    public Response signIn(@RestForm String token, @RestForm String then) {
        String page = pageOrRoot(then);
        Optional<SessionSecret> opened =
                Optional.ofNullable(token).map(String::strip).flatMap(sessions::open);
        if (opened.isEmpty()) {
            Log.info("Console sign-in refused: unknown token");
            return Response.status(Status.UNAUTHORIZED)
                    .entity(Templates.signIn(frames.bare(), page, null, true, config.provider())
                            .render())
                    .build();
        }
        return Addresses.redirect(Addresses.signIn(page, COOKIE))
                .cookie(SessionCookie.of(opened.get(), config.session()))
                .build();
    }

    /** Called after Quarkus has sent the browser to the identity provider and back; opens a session of the console. */
    @GET
    @Path("/sign-in/provider")
    @RolesAllowed("**")
    @Blocking
    public Response atProvider(RoutingContext context) {
        // first, even if the sign-in fails: with these cookies, Quarkus would not ask the provider again
        dropQuarkusSession(context);
        if (!identity.hasRole("viewer")) {
            throw new ForbiddenException();
        }
        Role role = identity.hasRole("operator") ? Role.OPERATOR : Role.VIEWER;
        SessionSecret opened =
                sessions.open(new Operator(identity.getPrincipal().getName(), role, Reach.of(identity)));
        return Addresses.redirect(Addresses.signIn(pageOrRoot(SessionCookie.keptPage(context)), COOKIE))
                .cookie(SessionCookie.of(opened, config.providerSession()), SessionCookie.clearPage())
                .build();
    }

    /** Drops Quarkus's cookies with the provider's tokens, which the console does not need. */
    private static void dropQuarkusSession(RoutingContext context) {
        List<String> names = context.request().cookies().stream()
                .map(Cookie::getName)
                .filter(name -> name.startsWith(OIDC_SESSION))
                .distinct()
                .toList();
        names.forEach(name -> {
            context.response().removeCookies(name, false);
            // removes a cookie that the browser has stored already, which requires the same path
            context.response()
                    .addCookie(
                            Cookie.cookie(name, "").setPath(Addresses.PROVIDER).setMaxAge(0));
        });
    }

    @POST
    @Path("/sign-out")
    @RolesAllowed("viewer")
    public Response signOut(RoutingContext context) {
        SessionCookie.of(context).ifPresent(sessions::close);
        return Addresses.redirect(Addresses.SIGN_IN)
                .cookie(SessionCookie.none())
                .build();
    }
}
