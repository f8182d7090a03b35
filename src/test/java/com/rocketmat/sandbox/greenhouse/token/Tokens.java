package com.rocketmat.sandbox.greenhouse.token;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.table.Scopes;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/** The issued access tokens. */
public final class Tokens {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();

    /** A token expires on a whole second, as its answer says. */
    String mint(Organisation organisation, OptionalLong sub, Instant now, Duration lifetime) {
        Instant expiresAt = Instant.ofEpochSecond(now.plus(lifetime).getEpochSecond());
        ObjectNode claims = Json.object()
                .put("iss", "https://auth.greenhouse.io")
                .put("client_id", organisation.clientId())
                .put("silo", "simulator")
                .put("iat", now.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond());
        sub.ifPresent(user -> claims.put("sub", Long.toString(user)));
        byte[] signature = new byte[32];
        random.nextBytes(signature);
        String token = BASE64.encodeToString(
                        Json.bytes(Json.object().put("alg", "RS256").put("typ", "JWT"))) + "."
                + BASE64.encodeToString(Json.bytes(claims)) + "." + BASE64.encodeToString(signature);
        grants.put(token, new Grant(organisation, sub, expiresAt, organisation.scopes(), false));
        return token;
    }

    public Optional<Grant> find(String token) {
        return Optional.ofNullable(grants.get(token));
    }

    public void revoke(String token) {
        grants.computeIfPresent(token, (_, grant) -> grant.asRevoked());
    }

    public void revokeAll(String clientId) {
        grants.replaceAll((_, grant) -> grant.organisation().clientId().equals(clientId) ? grant.asRevoked() : grant);
    }

    /**
     * What a token stands for. It lacks scopes that the credential got later; scopes that the credential lost are gone at once.
     */
    public record Grant(
            Organisation organisation, OptionalLong sub, Instant expiresAt, Scopes scopes, boolean revoked) {

        public boolean allows(String scope) {
            return scopes.allow(scope) && organisation.scopes().allow(scope);
        }

        /** Whether it acts as a Site Admin: the service user does, and any user who is one. */
        public boolean admin() {
            if (sub.isEmpty()) {
                return true;
            }
            return organisation
                    .find("users", sub.getAsLong())
                    .map(user -> user.path("site_admin").asBoolean()
                            && !user.path("deactivated").asBoolean())
                    .orElse(sub.getAsLong() == organisation.userId());
        }

        private Grant asRevoked() {
            return new Grant(organisation, sub, expiresAt, scopes, true);
        }
    }
}
