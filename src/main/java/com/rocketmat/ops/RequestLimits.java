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
 * Limits request bodies: one that is announced as too large is refused before it is sent, with a problem like any other error,
 * and one that does not arrive in time is aborted, so that slow senders cannot hold connections.
 */
@Singleton
class RequestLimits {

    /** Runs before anything reads a body. */
    private static final int FIRST = 10_000;

    /** Refuses unauthenticated callers before their body is received. */
    private static final int ONCE_THE_CALLER_IS_KNOWN = 50;

    private static final String NUL = "%00";

    /** They have limits of their own, and are read without being held. */
    private static final String WEBHOOKS = "/webhooks/";

    private static final Pattern MULTIPART = Pattern.compile("\\s*multipart/", Pattern.CASE_INSENSITIVE);

    /** Forms of the console have a few short fields, the doctor's body has one. Strangers' bodies are held too, on any path. */
    private static final long LARGEST_TEXT = 16 * 1024;

    private final long mostBytes = ConfigProvider.getConfig()
            .getValue("quarkus.http.limits.max-body-size", MemorySize.class)
            .asLongValue();
    private final RequestConfig config;

    RequestLimits(RequestConfig config) {
        this.config = config;
    }

    void register(@Observes Filters filters) {
        filters.register(this::limit, FIRST);
        filters.register(this::gather, ONCE_THE_CALLER_IS_KNOWN);
    }

    /** Such as one with a malformed Host. The default logs it as an error of this service. */
    void refuseInvalidRequests(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(context -> {
            if (context.statusCode() == ProblemType.BAD_REQUEST.status()) {
                refuse(context, ProblemType.BAD_REQUEST);
            } else {
                context.next();
            }
        });
    }

    /** A resource would hold a thread until the body has arrived; files need none, because they are received to disk. */
    private void gather(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (announced(request) == 0
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
        if (announced(request) > LARGEST_TEXT) {
            refuse(context, ProblemType.TOO_LARGE);
            return;
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (body.length() + part.length() > LARGEST_TEXT) {
                refuse(context, ProblemType.TOO_LARGE);
            } else {
                body.appendBuffer(part);
            }
        });
        request.endHandler(_ -> go(context, body));
        request.exceptionHandler(_ -> request.connection().close());
        request.resume();
    }

    // the alternative that is not deprecated is an internal interface of Vert.x
    @SuppressWarnings("deprecation")
    private static void go(RoutingContext context, Buffer body) {
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
            // PostgreSQL texts cannot contain it
            refuse(context, ProblemType.BAD_REQUEST);
            return;
        }
        long announced = announced(request);
        if (announced > mostBytes) {
            refuse(context, ProblemType.TOO_LARGE);
            return;
        }
        if (announced != 0) {
            long alarm = context.vertx().setTimer(config.time().toMillis(), _ -> giveUp(request));
            context.addEndHandler(_ -> context.vertx().cancelTimer(alarm));
        }
        context.next();
    }

    /** -1 for a body of unknown length, 0 for none; HTTP has already rejected other values. */
    static long announced(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return -1;
        }
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private static void giveUp(HttpServerRequest request) {
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
