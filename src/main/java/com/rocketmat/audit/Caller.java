package com.rocketmat.audit;

import io.quarkus.arc.Arc;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Who makes the present call, and from where. Nobody knows outside a call. */
@Singleton
public class Caller {

    /** The name of the address among the details of an entry. */
    static final String ADDRESS = "address";

    private final CurrentVertxRequest request;

    Caller(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Empty for a stranger; asked of the call, since a call that was refused for its token has no identity to inject. */
    public Optional<SecurityIdentity> known() {
        return call().map(RoutingContext::user)
                .filter(QuarkusHttpUser.class::isInstance)
                .map(user -> ((QuarkusHttpUser) user).getSecurityIdentity())
                .filter(identity -> !identity.isAnonymous());
    }

    /**
     * The other end of the connection, or, when Quarkus is told of trusted proxies ({@code quarkus.http.proxy.*}), what these say.
     */
    Optional<String> address() {
        return call().map(call -> call.request().remoteAddress()).map(Caller::text);
    }

    private static String text(SocketAddress address) {
        return address.hostAddress() == null ? address.host() : address.hostAddress();
    }

    private Optional<RoutingContext> call() {
        return Arc.container().requestContext().isActive()
                ? Optional.ofNullable(request.getCurrent())
                : Optional.empty();
    }
}
