package com.rocketmat.console;

import com.rocketmat.tenant.WithinReach;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;

/** Signing in with an operator's token, and out. */
@SameSite
@WithinReach
@Path(Addresses.ROOT)
@Produces(Html.UTF_8)
public class SignInResource {

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
    public Response page(@QueryParam("then") @DefaultValue(Addresses.ROOT) String then) {
        return identity.isAnonymous()
                ? Response.ok(Templates.signIn(frames.bare(), then, false).render())
                        .build()
                : Response.seeOther(URI.create(Addresses.ROOT)).build();
    }

    @POST
    @Path("/sign-in")
    @PermitAll
    public Response signIn(@RestForm String token, @RestForm String then) {
        String page = Optional.ofNullable(then).filter(Addresses::isPage).orElse(Addresses.ROOT);
        Optional<SessionSecret> opened =
                Optional.ofNullable(token).map(String::strip).flatMap(sessions::open);
        if (opened.isEmpty()) {
            Log.info("somebody tried to sign in at the console with a token that is nobody's");
            return Response.status(Status.UNAUTHORIZED)
                    .entity(Templates.signIn(frames.bare(), page, true).render())
                    .build();
        }
        return Response.seeOther(URI.create(page))
                .cookie(SessionCookie.of(opened.get(), config.session()))
                .build();
    }

    @POST
    @Path("/sign-out")
    @RolesAllowed("viewer")
    public Response signOut(RoutingContext context) {
        SessionCookie.of(context).ifPresent(sessions::close);
        return Response.seeOther(URI.create(Addresses.SIGN_IN))
                .cookie(SessionCookie.none())
                .build();
    }
}
