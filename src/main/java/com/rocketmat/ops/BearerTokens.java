package com.rocketmat.ops;

import com.rocketmat.tenant.Operators;
import com.rocketmat.tenant.Operators.Role;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Knows callers by the bearer tokens whose digests are in Vault. An operator is a viewer too. */
@ApplicationScoped
public class BearerTokens implements HttpAuthenticationMechanism {

    private static final String SCHEME = "Bearer ";
    private static final int UNAUTHORIZED = 401;
    private static final String CHALLENGE = "Bearer realm=\"rocketmat\"";
    private static final String UNKNOWN_CALLER = """
            {"status":401,"title":"Unauthorized","detail":"Send a bearer token whose SHA-256 is among the operators in Vault"}""";

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
        // an unknown token is nobody: whatever needs a role answers 401
        return Uni.createFrom()
                .item(operators
                        .identify(header.substring(SCHEME.length()).strip())
                        .map(BearerTokens::identity)
                        .orElse(null));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", CHALLENGE));
    }

    /** The same form as every other error; without this the answer has no body. */
    @Override
    public Uni<Boolean> sendChallenge(RoutingContext context) {
        return Uni.createFrom()
                .completionStage(context.response()
                        .setStatusCode(UNAUTHORIZED)
                        .putHeader("WWW-Authenticate", CHALLENGE)
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                        .end(UNKNOWN_CALLER)
                        .toCompletionStage())
                .replaceWith(true);
    }

    private static SecurityIdentity identity(Operators.Operator operator) {
        QuarkusSecurityIdentity.Builder identity = QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(operator.name()))
                .addRole("viewer");
        if (operator.role() == Role.OPERATOR) {
            identity.addRole("operator");
        }
        return identity.build();
    }
}
