package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasEntry;

import com.rocketmat.sandbox.stack.IdentityProvider;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers known to the identity provider, besides those in Vault. */
@QuarkusTest
@TestProfile(Guarded.class)
class IdentityProviderQuarkusTest {

    private static final String TENANT = "known-to-oidc";
    private static final String PAUSE = "/api/tenants/" + TENANT + "/pause";

    SandboxVault vault;
    IdentityProvider provider;

    @BeforeEach
    void aKnownTenant() {
        WrittenSecret.broken(vault, TENANT);
    }

    @Test
    void tokensOfBothKindsAreAccepted() {
        as(Surroundings.VIEWER).get("/api/tenants").then().statusCode(200);
        as(operator("ida", "*")).get("/api/tenants").then().statusCode(200).body("items.size()", greaterThan(0));
    }

    @Test
    void theRoleComesFromTheConfiguredClaim() {
        String viewer = provider.token("vic", realm(List.of("rocketmat-viewers"), "*"));
        as(viewer).get("/api/tenants/" + TENANT).then().statusCode(200);
        as(viewer).post(PAUSE).then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        as(operator("ida", "*")).post(PAUSE).then().statusCode(200);
        for (Map<String, ?> claims :
                List.of(realm(List.of("viewer", "operator"), "*"), Map.of("roles", List.of("rocketmat-operators")))) {
            as(provider.token("max", claims)).get("/api/tenants").then().statusCode(403);
        }
    }

    @Test
    void theReachComesFromTheOtherClaimAndIsEmptyWithoutIt() {
        as(operator("ida", TENANT)).get("/api/tenants/" + TENANT).then().statusCode(200);
        as(operator("ida", TENANT)).get("/api/tenants").then().body("items.id", contains(TENANT));
        as(operator("ida", "another"))
                .get("/api/tenants/" + TENANT)
                .then()
                .statusCode(403)
                .body("type", equalTo("/problems/out-of-reach"));
        String without = provider.token("ida", Map.of("realm", Map.of("roles", List.of("rocketmat-operators"))));
        as(without).get("/api/tenants").then().statusCode(200).body("items", empty());
        as(without).get("/api/tenants/" + TENANT).then().statusCode(403);
    }

    /** Some providers use URIs as names. */
    @Test
    void aClaimsNameMayContainASlash() {
        Map<String, ?> claims =
                Map.of("realm", Map.of("roles", List.of("rocketmat-operators")), "realm/tenants", List.of(TENANT));
        as(provider.token("ida", claims)).get("/api/tenants").then().body("items.id", contains(TENANT));
    }

    /** PostgreSQL rejects the character. */
    @Test
    void anInvalidTenantIdIsLeftOutOfTheReach() {
        as(operator("ida", TENANT + " a\u0000b")).get("/api/tenants").then().body("items.id", contains(TENANT));
    }

    @Test
    void invalidTokensAreRejected() {
        Map<String, ?> claims = realm(List.of("rocketmat-operators"), "*");
        List<String> refused = List.of(
                provider.forgedToken("eve", claims),
                provider.token("eve", "another-service", Duration.ofMinutes(1), claims),
                provider.token("eve", IdentityProvider.AUDIENCE, Duration.ofMinutes(-1), claims),
                provider.token("eve", claims) + "x",
                "eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmUifQ.",
                "guessed");
        for (String token : refused) {
            as(token)
                    .get("/api/tenants")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", "Bearer realm=\"rocketmat\"")
                    .body("type", equalTo("/problems/unauthorized"));
        }
    }

    /** The database cannot store a NUL, so such a caller's actions would be in no audit log. */
    @ParameterizedTest
    @ValueSource(strings = {"i\u0000da", " "})
    void aNameThatTheAuditLogCannotStoreIsRejected(String name) {
        as(operator(name, "*")).post(PAUSE).then().statusCode(401);
    }

    /** Their names could be those of Vault's operators. */
    @Test
    @Tag("finding-C")
    void opaqueTokensAreRejected() {
        as(provider.opaqueToken("operator", "viewer operator rocketmat-operators"))
                .post(PAUSE)
                .then()
                .statusCode(401);
        as(Surroundings.OPERATOR)
                .get("/api/audit?limit=1&actor=operator&phase=REFUSED")
                .then()
                .body("items", empty());
    }

    @Test
    void theAuditLogMarksTheirNamesAndUsesATrustedProxysAddress() {
        as(operator("operator", "*"))
                .header("X-Forwarded-For", "192.0.2.7")
                .post(PAUSE)
                .then()
                .statusCode(200);

        as(Surroundings.OPERATOR)
                .get("/api/audit?limit=1&actor=oidc:operator")
                .then()
                .body("items.tenant", contains(TENANT))
                .body("items[0].details", hasEntry("address", "192.0.2.7"));
    }

    private String operator(String name, String tenants) {
        return provider.token(name, realm(List.of("rocketmat-operators"), tenants));
    }

    private static Map<String, ?> realm(List<String> roles, String tenants) {
        return Map.of("realm", Map.of("roles", roles, "tenants", List.of(tenants)));
    }
}
