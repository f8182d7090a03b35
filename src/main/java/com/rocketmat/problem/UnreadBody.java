package com.rocketmat.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** The rest of a body whose call is answered before all of it has arrived. */
public final class UnreadBody {

    private static final long LINGER_MILLIS = 1_000;

    private UnreadBody() {}

    /** Called before the answer. Discards the rest for a moment, because closing the connection at once would lose the answer. */
    public static void drop(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (!request.isEnded()) {
            request.handler(_ -> {}).endHandler(null).resume();
        }
        call.response().putHeader(HttpHeaders.CONNECTION, "close");
        call.addEndHandler(_ ->
                call.vertx().setTimer(LINGER_MILLIS, _ -> request.connection().close()));
    }
}
