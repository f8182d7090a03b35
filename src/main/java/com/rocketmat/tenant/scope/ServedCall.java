package com.rocketmat.tenant.scope;

import io.quarkus.arc.Arc;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The call of the API or the console that this thread serves, unless it works for a slice or on a schedule. */
@Singleton
public class ServedCall {

    private final CurrentVertxRequest request;

    public ServedCall(CurrentVertxRequest request) {
        this.request = request;
    }

    boolean present() {
        return call().isPresent();
    }

    public boolean reads() {
        return call().map(call -> call.request().method())
                .filter(method -> method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))
                .isPresent();
    }

    public Optional<RoutingContext> call() {
        return Arc.container().requestContext().isActive()
                ? Optional.ofNullable(request.getCurrent())
                : Optional.empty();
    }
}
