package com.rocketmat.audit;

import static com.rocketmat.sandbox.stack.Surroundings.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;

import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every action and every refusal is logged, with its caller and address. */
@QuarkusTest
class ActionLogQuarkusTest {

    SandboxVault vault;

    private String tenant;

    @BeforeEach
    void aKnownTenant() {
        tenant = "acted-on-" + UUID.randomUUID();
        WrittenSecret.broken(vault, tenant);
    }

    @Test
    void anActionIsLoggedWithItsCallerAndAddress() {
        pause().then().statusCode(200);

        logged().body("items.action", contains("POST /api/tenants/{tenant}/pause"))
                .body("items[0].actor", equalTo("operator"))
                .body("items[0].phase", equalTo("DONE"))
                .body("items[0].details.status", equalTo("200"))
                .body("items[0].details.address", equalTo("127.0.0.1"));
    }

    @Test
    void refusalsAreLoggedAndReadsAreNot() {
        as(Surroundings.VIEWER).get("/api/tenants/" + tenant).then().statusCode(200);
        as(Surroundings.VIEWER).post("/api/tenants/{t}/resume", tenant);
        await().untilAsserted(() -> logged().body("items.phase", contains("REFUSED"))
                .body("items[0].actor", equalTo("viewer"))
                .body("items[0].details.status", equalTo("403")));

        as(Surroundings.OPERATOR).post("/api/tenants/{t}/runs", tenant);
        logged().body("items.details.status", contains("409", "403"));

        as(Surroundings.VIEWER).get("/api/tenants/{t}/training-data", tenant);
        await().untilAsserted(
                        () -> logged().body("items[0].action", equalTo("GET /api/tenants/{tenant}/training-data")));
    }

    @Test
    void headersOfAnUntrustedProxyAreIgnored() {
        as(Surroundings.OPERATOR)
                .headers("X-Forwarded-For", "192.0.2.7", "Forwarded", "for=192.0.2.7")
                .post("/api/tenants/{t}/pause", tenant);

        logged().body("items[0].details.address", equalTo("127.0.0.1"));
    }

    @Test
    void pathParametersAreDetailsAndTruncated() {
        String version = "v".repeat(1000);
        as(Surroundings.OPERATOR).post("/api/tenants/" + tenant + "/models/" + version + "/activate");

        logged().body("items.action", contains("POST /api/tenants/{tenant}/models/{version}/activate"))
                .body("items[0].details.version", equalTo("v".repeat(200) + "…"));
    }

    @ParameterizedTest
    @CsvSource({"api, resume", "tenants, runs"})
    void anActionAlwaysHasTheSameName(String id, String action) {
        as(Surroundings.OPERATOR).post("/api/tenants/%s/%s/".formatted(id, action));

        last().body("items.action", contains("POST /api/tenants/{tenant}/" + action))
                .body("items[0].details.tenant", equalTo(id));
    }

    @Test
    void actionsWithoutATenantAndPurgesAreLoggedWithoutTenant() {
        as(Surroundings.OPERATOR).post("/api/resume");
        last().body("items.action", contains("POST /api/resume")).body("items[0].tenant", equalTo("*"));

        as(Surroundings.OPERATOR).post("/api/tenants/never-was/pause");
        last().body("items[0].details.tenant", equalTo("never-was")).body("items[0].tenant", equalTo("*"));

        pause().then().statusCode(200);
        WrittenSecret.delete(vault, tenant);
        as(Surroundings.OPERATOR)
                .delete("/api/tenants/{t}?force=true", tenant)
                .then()
                .statusCode(204);
        as(Surroundings.OPERATOR).get("/api/audit?tenant=" + tenant).then().body("items", empty());
        as(Surroundings.OPERATOR)
                .get("/api/audit?tenant=*&actor=operator&phase=DONE")
                .then()
                .body(
                        "items.findAll { it.action == 'DELETE /api/tenants/{tenant}' && it.details.force == 'true' }.details.tenant",
                        hasItem(tenant));
    }

    @Test
    void unknownCallersAreNotLogged() {
        given().post("/api/tenants/{t}/pause", tenant).then().statusCode(401);
        as("guessed").post("/api/tenants/{t}/pause", tenant).then().statusCode(401);

        logged().body("items", empty());
        last().body("items.details.tenant", not(hasItem(tenant)));
    }

    @Test
    @Tag("finding-A13")
    void equalRefusalsAreCountedInOneEntryAMinute() {
        for (int candidate = 1; candidate <= 5; candidate++) {
            as(Surroundings.VIEWER)
                    .delete("/api/tenants/{t}/candidates/{x}", tenant, candidate)
                    .then()
                    .statusCode(403);
            pause().then().statusCode(200);
        }

        await().untilAsserted(() -> {
            List<Integer> times = logged().extract().path("items.findAll { it.phase == 'REFUSED' }.times");
            // two if a minute ended in between
            assertThat(times).hasSizeBetween(1, 2);
            assertThat(sum(times)).isEqualTo(5);
        });
        logged().body("items.findAll { it.phase == 'DONE' && it.times == 1 }", hasSize(5));
    }

    @Test
    @Tag("finding-A13")
    void unknownCallsShareOneAction() {
        String call = "/api/made-up-" + UUID.randomUUID();
        for (int time = 0; time < 5; time++) {
            as(Surroundings.OPERATOR).post(call + time).then().statusCode(404);
        }

        await().untilAsserted(() -> {
            ValidatableResponse refused = as(Surroundings.OPERATOR)
                    .get("/api/audit?tenant=*&phase=REFUSED&actor=operator")
                    .then();
            List<Integer> times = refused.extract().path("items.findAll { it.action == 'unknown call' }.times");
            assertThat(sum(times)).isGreaterThanOrEqualTo(5);
            refused.body("items.action.findAll { it.contains('made-up') }", empty());
        });
    }

    @Test
    void anUnknownAddressIsLoggedWithoutIds() {
        as(Surroundings.VIEWER).delete("/api/tenants/{t}/objections/6120034001", tenant);

        await().untilAsserted(() -> as(Surroundings.OPERATOR)
                .get("/api/audit?tenant=*&actor=viewer")
                .then()
                .body("items.details.call", hasItem("DELETE /api/tenants/" + tenant + "/objections/*"))
                .body(not(containsString("6120034001"))));
    }

    private static int sum(List<Integer> times) {
        return times.stream().mapToInt(Integer::intValue).sum();
    }

    private Response pause() {
        return as(Surroundings.OPERATOR).post("/api/tenants/{t}/pause", tenant);
    }

    private ValidatableResponse logged() {
        return as(Surroundings.VIEWER)
                .get("/api/tenants/{t}/audit", tenant)
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse last() {
        return as(Surroundings.OPERATOR)
                .get("/api/audit?tenant=*&limit=1")
                .then()
                .statusCode(200);
    }
}
