package com.rocketmat.audit;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Where the present call comes from: the other end of the connection, or, when Quarkus is told of trusted proxies
 * ({@code quarkus.http.proxy.*}), what these say.
 */
@Singleton
class CallerAddress {

    /** Its name among the details of an entry. */
    static final String FROM = "from";

    private final CurrentVertxRequest request;

    CallerAddress(CurrentVertxRequest request) {
        this.request = request;
    }

    /** Empty outside a call. */
    Optional<String> present() {
        if (!Arc.container().requestContext().isActive()) {
            return Optional.empty();
        }
        return Optional.ofNullable(request.getCurrent())
                .map(RoutingContext::request)
                .map(call -> call.remoteAddress())
                .map(address -> address.hostAddress() == null ? address.host() : address.hostAddress());
    }
}
