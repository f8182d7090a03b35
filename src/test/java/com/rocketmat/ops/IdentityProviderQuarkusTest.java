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
    void bothKindsOfTokensAreTakenAtOnce() {
        as(Surroundings.VIEWER).get("/api/tenants").then().statusCode(200);
        as(operator("ida", "*")).get("/api/tenants").then().statusCode(200).body("items.size()", greaterThan(0));
    }

    @Test
    void theRoleIsInTheClaimThatTheConfigurationNames() {
        as(viewer("vic", "*")).get("/api/tenants/" + TENANT).then().statusCode(200);
        as(viewer("vic", "*"))
                .post(PAUSE)
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/forbidden"));
        as(operator("ida", "*")).post(PAUSE).then().statusCode(200);
        as(provider.token("max", realm(List.of("viewer", "operator"), "*")))
                .get("/api/tenants")
                .then()
                .statusCode(403);
        as(provider.token("max", Map.of("roles", List.of("rocketmat-operators"))))
                .get("/api/tenants")
                .then()
                .statusCode(403);
    }

    @Test
    void theReachIsInTheOtherClaimAndWithoutItNobodyIsReached() {
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

    /** Some providers name a claim by an address. */
    @Test
    void aClaimMayHaveASlashInItsName() {
        Map<String, ?> claims =
                Map.of("realm", Map.of("roles", List.of("rocketmat-operators")), "realm/tenants", List.of(TENANT));
        as(provider.token("ida", claims)).get("/api/tenants").then().body("items.id", contains(TENANT));
    }

    /** PostgreSQL refuses the character. */
    @Test
    void whatIsNoTenantIdIsLeftOutOfTheReach() {
        as(operator("ida", TENANT + " a\u0000b")).get("/api/tenants").then().body("items.id", contains(TENANT));
    }

    @Test
    void tokensThatAreNotForUsAreNobodys() {
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
                    .contentType("application/problem+json")
                    .header("WWW-Authenticate", "Bearer realm=\"rocketmat\"")
                    .body("type", equalTo("/problems/unauthorized"));
        }
    }

    /** The database cannot store a NUL: what such a caller does would be in no audit log. */
    @ParameterizedTest
    @ValueSource(strings = {"i\u0000da", " "})
    void aNameThatTheAuditLogCannotTellIsNobodys(String name) {
        as(operator(name, "*")).post(PAUSE).then().statusCode(401);
    }

    @Test
    @Tag("finding-C")
    void opaqueTokensAreNobodysSinceTheirNamesCouldBeThoseOfVaultsOperators() {
        as(provider.opaqueToken("operator", "viewer operator rocketmat-operators"))
                .post(PAUSE)
                .then()
                .statusCode(401)
                .body("type", equalTo("/problems/unauthorized"));
        as(Surroundings.OPERATOR)
                .get("/api/audit?limit=1&actor=operator&phase=REFUSED")
                .then()
                .body("items", empty());
    }

    @Test
    void theAuditLogNamesThemApartFromVaultsAndSaysWhatATrustedProxySaysOfTheirAddress() {
        as(operator("operator", "*"))
                .header("X-Forwarded-For", "192.0.2.7")
                .post(PAUSE)
                .then()
                .statusCode(200);

        as(Surroundings.OPERATOR)
                .get("/api/audit?limit=1&actor=oidc:operator")
                .then()
                .body("items.actor", contains("oidc:operator"))
                .body("items[0].tenant", equalTo(TENANT))
                .body("items[0].details", hasEntry("address", "192.0.2.7"));
    }

    private String viewer(String name, String tenants) {
        return provider.token(name, realm(List.of("rocketmat-viewers"), tenants));
    }

    private String operator(String name, String tenants) {
        return provider.token(name, realm(List.of("rocketmat-operators"), tenants));
    }

    private static Map<String, ?> realm(List<String> roles, String tenants) {
        return Map.of("realm", Map.of("roles", roles, "tenants", List.of(tenants)));
    }
}
