package com.rocketmat.ops;

import com.rocketmat.problem.ProblemType;
import com.rocketmat.problem.UnreadBody;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Limits request bodies. Refuses one that is announced as too large before it is sent, and closes the connection of one that does not arrive
 * in time, so that slow senders cannot hold connections.
 */
@Singleton
class RequestLimits {

    /** Runs before anything reads a body. */
    private static final int FIRST = 10_000;

    /** Refuses unauthenticated callers before their body is received. */
    private static final int AFTER_AUTHENTICATION = 50;
    /** Which a PostgreSQL text cannot contain. */
    private static final String NUL = "%00";

    /** Webhooks have limits of their own, and their bodies are not buffered. */
    private static final String WEBHOOKS = "/webhooks/";

    private static final Pattern MULTIPART = Pattern.compile("\\s*multipart/", Pattern.CASE_INSENSITIVE);

    /** Enough for the console's forms and the doctor's body, and small, because bodies of unauthenticated callers are buffered too. */
    private static final long MAX_TEXT_BYTES = 16 * 1024;

    private final long maxBytes = ConfigProvider.getConfig()
            .getValue("quarkus.http.limits.max-body-size", MemorySize.class)
            .asLongValue();
    private final RequestConfig config;

    RequestLimits(RequestConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, FIRST);
        filters.register(this::buffer, AFTER_AUTHENTICATION);
    }

    /** For example with a malformed Host, which Quarkus logs as an error of this service. */
    void refuseInvalidRequests(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == ProblemType.BAD_REQUEST.status()) {
                refuse(context, ProblemType.BAD_REQUEST);
            } else {
                context.next();
            }
        });
    }

    /** Receives a body without the thread that a resource would hold; files need none, because they are received to disk. */
    private void buffer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (announcedLength(request) == 0
                || context.body().available()
                || context.normalizedPath().startsWith(WEBHOOKS)) {
            context.next();
            return;
        }
        if (isMultipart(request)) {
            if (isKnown(context)) {
                context.next();
            } else {
                refuse(context, ProblemType.UNSUPPORTED_MEDIA_TYPE);
            }
            return;
        }
        if (announcedLength(request) > MAX_TEXT_BYTES) {
            refuse(context, ProblemType.TOO_LARGE);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > MAX_TEXT_BYTES) {
                refuse(context, ProblemType.TOO_LARGE);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> proceed(context, body));
        request.exceptionHandler(_ -> request.connection().close());
        request.resume();
    }

    // the alternative that is not deprecated is an internal interface of Vert.x
    @SuppressWarnings("deprecation")
    private static void proceed(RoutingContext context, Buffer body) {
        context.setBody(body);
        context.next();
    }

    private static boolean isMultipart(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && MULTIPART.matcher(type).lookingAt();
    }

    private static boolean isKnown(RoutingContext context) {
        return context.user() instanceof QuarkusHttpUser user
                && !user.getSecurityIdentity().isAnonymous();
    }

    private void limit(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.uri().contains(NUL)) {
            refuse(context, ProblemType.BAD_REQUEST);
            return;
        }
        long length = announcedLength(request);
        if (length > maxBytes) {
            refuse(context, ProblemType.TOO_LARGE);
            return;
        }
        if (length != 0) {
            long timer = context.vertx().setTimer(config.time().toMillis(), _ -> closeUnlessEnded(request));
            context.addEndHandler(_ -> context.vertx().cancelTimer(timer));
        }
        context.next();
    }

    /** -1 for a body of unknown length, 0 for none. Vert.x has already rejected malformed lengths. */
    static long announcedLength(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return -1;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static void closeUnlessEnded(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.connection().close();
        }
    }

    private static void refuse(RoutingContext context, ProblemType type) {
        UnreadBody.drop(context);
        context.response()
                .setStatusCode(type.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(type.json(type.meaning()).encode());
    }
}
