package com.rocketmat.ops;

import com.rocketmat.access.Operators;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Authenticates callers by bearer tokens whose digests are in Vault. */
@ApplicationScoped
class BearerTokens implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final int PRECEDENCE = 1000;
    private static final int UNAUTHORIZED = 401;

    private final Operators operators;

    BearerTokens(Operators operators) {
        this.operators = operators;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager manager) {
        String header = Optional.ofNullable(context.request().getHeader(HttpHeaders.AUTHORIZATION))
                .orElse("");
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        // an unknown token may be the identity provider's; otherwise a call that needs a role gets 401
        return Uni.createFrom()
                .item(operators
                        .identify(header.substring(SCHEME.length()).strip())
                        .map(Operators.Operator::identity)
                        .orElse(null));
    }

    /** Before OpenID Connect, which refuses unknown tokens; this mechanism passes them on. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + PRECEDENCE;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom()
                .item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", AuthenticationErrors.CHALLENGE));
    }

    /** With a body like that of every other error; the default has none. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return Uni.createFrom()
                .completionStage(context.response()
                        .setStatusCode(UNAUTHORIZED)
                        .putHeader("WWW-Authenticate", AuthenticationErrors.CHALLENGE)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                        .end(AuthenticationErrors.json())
                        .toCompletionStage())
                .replaceWith(true);
    }
}
