package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static com.rocketmat.sandbox.stack.Surroundings.viewer;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class OperatorApiQuarkusTest {

    SandboxVault vault;

    private static String shared;

    private String tenant;

    @BeforeEach
    void aKnownTenant() {
        if (shared == null) {
            shared = knownTenant();
        }
        tenant = shared;
    }

    /** With an invalid secret, so that it exists but never runs. */
    private String knownTenant() {
        String name = "api-" + UUID.randomUUID();
        WrittenSecret.known(
                vault, Surroundings.api(), name, Map.of("harvest_client_id", "an-id", "colour", "blue-as-a-secret"));
        return name;
    }

    @Test
    void aTenantShowsItsStateTheReasonAndTheRemedy() {
        viewer().get("/api/tenants/{t}", tenant)
                .then()
                .statusCode(200)
                .body("id", equalTo(tenant))
                .body("state", equalTo("INVALID"))
                .body("since", notNullValue())
                .body("reason", containsString("colour: unknown key"))
                .body("reason", containsString("harvest_client_secret: missing"))
                .body("reason", not(containsString("blue-as-a-secret")))
                .body("remedy", containsString("Vault"))
                .body("backlog", equalTo(0))
                .body("$", hasKey("nextDue"))
                .body("activeModel", nullValue());
    }

    @Test
    void tenantsAreListedAPageAtATime() {
        String first = viewer().get("/api/tenants?limit=1")
                .then()
                .statusCode(200)
                .extract()
                .path("items[0].id");
        viewer().get("/api/tenants?cursor=" + first).then().body("items.id", not(hasItem(first)));
        String justBefore = tenant.substring(0, tenant.length() - 1);
        viewer().get("/api/tenants?limit=1&cursor=" + justBefore).then().body("items.id", contains(tenant));
        viewer().get("/api/tenants?cursor=zzzz").then().body("next", nullValue());
    }

    @Test
    void theDoctorNeedsATenantThatHasSettings() {
        operator().post("/api/tenants/absent/doctor").then().statusCode(404);
        operator()
                .post("/api/tenants/{t}/doctor", tenant)
                .then()
                .statusCode(409)
                .body("detail", containsString("Vault"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"applicationId\":\"x\"}", "{\"application\":7}", "[]", "{\"applicationId\":"})
    void anInvalidRequestToTheDoctorIsRejected(String body) {
        operator()
                .contentType("application/json")
                .body(body)
                .post("/api/tenants/{t}/doctor", tenant)
                .then()
                .statusCode(body.endsWith(":") ? 400 : 422)
                .contentType("application/problem+json");
    }

    @Test
    void aModelIsUploadedListedAndActivated() {
        tenant = knownTenant();
        String version = operator()
                .multiPart("model", "m.onnx", Operator.resource("sklearn_logistic_zipmap.onnx"))
                .multiPart("manifest", Operator.text("sklearn_logistic_zipmap.json"))
                .post("/api/tenants/{t}/models", tenant)
                .then()
                .statusCode(201)
                .header("Location", containsString("/api/tenants/" + tenant + "/models/"))
                .body("state", equalTo("uploaded"))
                .body("checks.size()", greaterThan(5))
                .extract()
                .path("version");
        operator()
                .post("/api/tenants/{t}/models/{v}/activate", tenant, version)
                .then()
                .statusCode(200)
                .body("state", equalTo("active"));
        viewer().get("/api/tenants/{t}/models", tenant).then().body("items.version", contains(version));
        viewer().get("/api/tenants/{t}", tenant).then().body("activeModel", equalTo(version));
    }
}
