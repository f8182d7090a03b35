package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SharedStack;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The packaged application's doctor, on a tenant that really runs. */
@Execution(ExecutionMode.CONCURRENT)
@Tag("nightly")
class DoctorIT {

    private static final Set<String> SCOPES = Set.of(
            "harvest:applications:list",
            "harvest:applications:update",
            "harvest:candidates:list",
            "harvest:jobs:list",
            "harvest:custom_fields:list");

    private static final PointsCustomer BLOCKED =
            PointsCustomer.named("blocked").with(3);

    @AutoClose
    private static SharedStack shared;

    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(BLOCKED.organisation()));
        operator = shared.operator();
    }

    @Test
    void aBlockedTenantIsToldItsScopeAndGoesOnOnceTheDoctorFindsItTicked() {
        Set<String> rest = new HashSet<>(SCOPES);
        rest.remove("harvest:jobs:list");
        BLOCKED.organisation().scopes(rest);
        BLOCKED.join(shared.stack(), operator, Map.of("schedule", "0 3 * * 1"));
        soon().untilAsserted(() -> operator.tenant(BLOCKED.name()).then().body("state", equalTo("BLOCKED")));

        doctor().then()
                .statusCode(200)
                .body("tenant", equalTo(BLOCKED.name()))
                .body("healthy", equalTo(false))
                .body("checkedAt", containsString("T"))
                .body("findings.find { it.status == 'FAILED' }.check", equalTo("scope harvest:jobs:list"))
                .body(
                        "findings.find { it.status == 'FAILED' }.remedy",
                        containsString("Manage scopes: tick harvest:jobs:list"));
        operator.tenant(BLOCKED.name()).then().body("state", equalTo("BLOCKED"));

        BLOCKED.organisation().scopes(SCOPES);
        Response healthy = doctor();
        healthy.then().body("healthy", equalTo(true)).body("findings.status", everyItem(is(oneOf("OK", "SKIPPED"))));
        soon().until(BLOCKED::allRight);
        soon().untilAsserted(() -> operator.tenant(BLOCKED.name()).then().body("state", equalTo("ACTIVE")));
        soon().untilAsserted(() -> operator.get("/api/tenants/" + BLOCKED.name() + "/runs")
                .then()
                .body("items.trigger", hasItem("doctor")));
        assertThat(healthy.asString())
                .doesNotContain("Philippa", "Quartermain")
                .doesNotContain(
                        BLOCKED.organisation().clientId(),
                        BLOCKED.organisation().clientSecret());
    }

    private static Response doctor() {
        return operator.post("/api/tenants/" + BLOCKED.name() + "/doctor");
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
