package com.rocketmat.console.session;

import com.rocketmat.access.Operators.Operator;
import com.rocketmat.problem.ProblemType;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Authenticates browsers by their session cookie, on the console's pages only: browsers send cookies automatically, so they must not
 * give access to the API.
 */
@ApplicationScoped
public class SessionAuthentication implements HttpAuthenticationMechanism {

    /** The name of this mechanism in the configuration. */
    static final String SCHEME = "console";

    /** Attribute of an identity: the token in its forms. */
    public static final String FORM_TOKEN = "form-token";

    private static final int PRECEDENCE = 2000;
    private static final int UNAUTHORIZED = 401;
    private static final int SEE_OTHER = 303;

    private static final int LOOKUP_THREADS = 2;
    /** Anyone can send cookies; with a slow database, more lookups would wait longer than a browser does. */
    private static final int MAX_WAITING_LOOKUPS = 100;

    private static final int RETRY_AFTER_SECONDS = 2;

    private final Sessions sessions;
    /** Threads of their own, so that forged cookies cannot use up the worker threads or all connections. */
    private final ExecutorService lookups = new ThreadPoolExecutor(
            LOOKUP_THREADS,
            LOOKUP_THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING_LOOKUPS),
            Thread.ofPlatform().daemon().name("session-", 0).factory());

    SessionAuthentication(Sessions sessions) {
        this.sessions = sessions;
    }

    @PreDestroy
    void end() {
        lookups.shutdownNow();
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        Optional<SessionSecret> secret = isPage(context) ? SessionCookie.of(context) : Optional.<SessionSecret>empty();
        if (secret.isEmpty()) {
            return Uni.createFrom().nullItem();
        }
        Context loop = Vertx.currentContext();
        return Uni.createFrom()
                .completionStage(() -> CompletableFuture.supplyAsync(
                        () -> identity(secret.get()).orElse(null), lookups))
                .onFailure(RejectedExecutionException.class)
                .transform(_ ->
                        ProblemType.BUSY.passing("This replica is looking up too many sessions", RETRY_AFTER_SECONDS))
                // back to the event loop, so that a lookup thread does not render the page
                .emitOn(next -> loop.runOnContext(_ -> next.run()));
    }

    private Optional<SecurityIdentity> identity(SessionSecret secret) {
        return sessions.find(secret).map(operator -> identity(operator, secret.formToken()));
    }

    private static SecurityIdentity identity(Operator operator, String formToken) {
        return QuarkusSecurityIdentity.builder(operator.identity())
                .addAttribute(FORM_TOKEN, formToken)
                .build();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.COOKIE, SessionCookie.NAME, SCHEME));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED));
    }

    /** Redirects browsers to the sign-in page; the console's script follows the redirect. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        if (!isPage(context)) {
            return Uni.createFrom().item(false);
        }
        HttpServerRequest request = context.request();
        boolean isGet = request.method().equals(HttpMethod.GET);
        String lost = isGet ? "" : "form";
        if (request.getHeader("HX-Request") != null || isStream(request)) {
            return refuse(
                    context,
                    UNAUTHORIZED,
                    "HX-Redirect",
                    Addresses.signIn(currentPage(request, "HX-Current-URL"), lost));
        }
        String then = isGet ? request.uri() : currentPage(request, "Referer");
        return refuse(context, SEE_OTHER, "Location", Addresses.signIn(then, lost));
    }

    private static Uni<Boolean> refuse(RoutingContext context, int status, String header, String signIn) {
        context.response().setStatusCode(status).putHeader(header, signIn);
        return Uni.createFrom()
                .completionStage(() -> context.response().end().toCompletionStage())
                .replaceWith(true);
    }

    /** The page that sent the request, without the notice of what was done. */
    private static String currentPage(HttpServerRequest request, String header) {
        try {
            URI page = URI.create(Optional.ofNullable(request.getHeader(header)).orElse(Addresses.ROOT));
            String query = page.getRawQuery();
            return page.getRawPath() + (query == null || query.startsWith("done=") ? "" : "?" + query);
        } catch (IllegalArgumentException e) {
            return Addresses.ROOT;
        }
    }

    private static boolean isStream(HttpServerRequest request) {
        return Optional.ofNullable(request.getHeader("Accept")).orElse("").contains("text/event-stream");
    }

    private static boolean isPage(RoutingContext context) {
        String path = context.normalizedPath();
        return Addresses.isConsole(path) && !path.startsWith(Addresses.ASSETS + "/");
    }

    /** Takes precedence over the bearer mechanism, which would answer a browser with a JSON problem. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + PRECEDENCE;
    }
}
