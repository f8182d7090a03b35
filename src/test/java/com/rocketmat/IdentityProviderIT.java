package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.IdentityProvider;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With an identity provider, which is not available yet when the application starts. */
@Tag("nightly")
class IdentityProviderIT {

    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("reached").with(1);
    private static final PointsCustomer OTHER = PointsCustomer.named("other").with(1);

    @Test
    void operatorsOfVaultAndOfALateProviderAreServed() {
        IdentityProvider reserved = IdentityProvider.start();
        String issuer = reserved.issuer();
        reserved.close();
        try (SandboxStack stack =
                        SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation(), OTHER.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of(
                        "QUARKUS_OIDC_TENANT_ENABLED", "true",
                        "QUARKUS_OIDC_AUTH_SERVER_URL", issuer,
                        "QUARKUS_OIDC_TOKEN_AUDIENCE", IdentityProvider.AUDIENCE,
                        "QUARKUS_OIDC_ROLES_ROLE_CLAIM_PATH", "roles",
                        "ROCKETMAT_OIDC_TENANTS_CLAIM", "tenants"))) {
            Operator ofVault = stack.operator(application);
            assertThat(ofVault.get("/api/tenants").statusCode()).isEqualTo(200);
            CUSTOMER.join(stack, ofVault, Map.of());
            OTHER.join(stack, ofVault, Map.of());
            new Operator(application.url(), "unknown-token")
                    .get("/api/tenants")
                    .then()
                    .statusCode(503)
                    .header("Retry-After", "10")
                    .body("type", equalTo("/problems/identity-provider-away"));

            try (IdentityProvider provider =
                    IdentityProvider.start(Integer.parseInt(issuer.substring(issuer.lastIndexOf(':') + 1)))) {
                Operator ofProvider = new Operator(
                        application.url(),
                        provider.token("ida", Map.of("roles", List.of("operator"), "tenants", CUSTOMER.name())));
                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> ofProvider
                                .get("/api/tenants")
                                .then()
                                .statusCode(200)
                                .body("items.id", contains(CUSTOMER.name())));
                assertThat(ofVault.get("/api/tenants").statusCode()).isEqualTo(200);
                ofProvider
                        .post("/api/tenants/" + OTHER.name() + "/pause")
                        .then()
                        .statusCode(403)
                        .body("type", equalTo("/problems/out-of-reach"));
                ofProvider
                        .post("/api/tenants/" + CUSTOMER.name() + "/pause")
                        .then()
                        .statusCode(200);
                ofVault.get("/api/audit?tenant=" + OTHER.name() + "&actor=oidc:ida")
                        .then()
                        .statusCode(200)
                        .body("items.phase", contains("REFUSED"));
                new Operator(application.url(), provider.forgedToken("ida", Map.of("roles", List.of("operator"))))
                        .get("/api/tenants")
                        .then()
                        .statusCode(401)
                        .contentType("application/problem+json")
                        .body("type", equalTo("/problems/unauthorized"));
            }
        }
    }
}
