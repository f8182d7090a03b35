package com.rocketmat.problem;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** The body of a call that is answered before it has arrived. */
public final class UnreadBody {

    /** Milliseconds. */
    private static final long LINGERS = 1_000;

    private UnreadBody() {}

    /** Before the answer. The rest is dropped for a moment: closed at once, the connection would take the answer along. */
    public static void drop(RoutingContext call) {
        HttpServerRequest request = call.request();
        if (!request.isEnded()) {
            request.handler(_ -> {}).endHandler(null).resume();
        }
        call.response().putHeader(HttpHeaders.CONNECTION, "close");
        call.addEndHandler(
                _ -> call.vertx().setTimer(LINGERS, _ -> request.connection().close()));
    }
}
