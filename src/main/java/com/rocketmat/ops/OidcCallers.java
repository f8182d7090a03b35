package com.rocketmat.ops;

import com.rocketmat.access.Operators;
import com.rocketmat.access.Operators.Operator;
import com.rocketmat.access.Operators.Role;
import com.rocketmat.access.Reach;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.JsonString;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Maps users of the identity provider to callers of this service, with the same roles and kind of reach as operators in Vault, and a name
 * that no operator can have.
 */
@ApplicationScoped
class OidcCallers implements SecurityIdentityAugmentor {

    private static final String ALL = "*";

    private final OidcConfig config;

    OidcCallers(OidcConfig config) {
        this.config = config;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            // introspection of an opaque token might report the name of an operator in Vault
            return Uni.createFrom().failure(new AuthenticationFailedException("not a JSON web token"));
        }
        return Operators.isName(token.getName())
                ? Uni.createFrom().item(caller(identity, token))
                : Uni.createFrom().failure(new AuthenticationFailedException("without a name for the audit log"));
    }

    private SecurityIdentity caller(SecurityIdentity identity, JsonWebToken token) {
        String name = Operators.OF_PROVIDER + token.getName();
        if (identity.hasRole(config.operatorRole())) {
            return new Operator(name, Role.OPERATOR, reach(token)).identity();
        }
        if (identity.hasRole(config.viewerRole())) {
            return new Operator(name, Role.VIEWER, reach(token)).identity();
        }
        // a caller without a role keeps the name, under which refusals are recorded
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(new QuarkusPrincipal(name))
                .build();
    }

    private Reach reach(JsonWebToken token) {
        if (config.tenantsClaim().isEmpty()) {
            return new Reach.All();
        }
        String name = config.tenantsClaim().get();
        // some providers use URLs, with slashes, as names of claims
        Set<String> tenants =
                texts(token.containsClaim(name) ? token.getClaim(name) : claim(token, name.split("/", -1)));
        if (tenants.contains(ALL)) {
            return new Reach.All();
        }
        return Reach.Only.of(tenants);
    }

    private static Object claim(JsonWebToken token, String[] path) {
        Object claim = token.getClaim(path[0]);
        for (int step = 1; step < path.length; step++) {
            claim = claim instanceof Map<?, ?> object ? object.get(path[step]) : null;
        }
        return claim;
    }

    private static Set<String> texts(Object claim) {
        Set<String> texts = new TreeSet<>();
        switch (claim) {
            case Collection<?> list -> list.forEach(entry -> texts.addAll(texts(entry)));
            case JsonString text -> texts.addAll(texts(text.getString()));
            case String text ->
                Arrays.stream(text.split("[ ,]+", -1))
                        .filter(id -> !id.isEmpty())
                        .forEach(texts::add);
            case null, default -> {
                // no claim, or an unusable one: no tenant is within reach
            }
        }
        return texts;
    }
}
