package com.rocketmat.audit;

import com.rocketmat.tenant.scope.ServedCall;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The caller of the current request and its address. Empty outside a request. */
@Singleton
public class Caller {

    static final String ADDRESS = "address";

    private final ServedCall served;

    Caller(ServedCall served) {
        this.served = served;
    }

    /** Empty for an unauthenticated caller. Read from the call, because one with a refused token has no identity to inject. */
    public Optional<SecurityIdentity> authenticated() {
        return served.call()
                .map(RoutingContext::user)
                .filter(QuarkusHttpUser.class::isInstance)
                .map(user -> ((QuarkusHttpUser) user).getSecurityIdentity())
                .filter(identity -> !identity.isAnonymous());
    }

    /** The remote address, or the forwarded one if trusted proxies are configured ({@code quarkus.http.proxy.*}). */
    Optional<String> address() {
        return served.call().map(call -> call.request().remoteAddress()).map(Caller::text);
    }

    private static String text(SocketAddress address) {
        return address.hostAddress() == null ? address.host() : address.hostAddress();
    }
}
