package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.greenhouse.Call;
import com.rocketmat.sandbox.greenhouse.Switches.CustomFieldWrites;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged application's doctor, on tenants that really run. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("DoctorIT")
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
    private static final PointsCustomer MERGES = PointsCustomer.named("merges").with(3);
    private static final PointsCustomer REPLACES =
            PointsCustomer.named("replaces").with(3);
    private static final PointsCustomer LEGACY =
            PointsCustomer.named("legacy-key").with(2);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(Stream.of(BLOCKED, MERGES, REPLACES, LEGACY)
                .map(PointsCustomer::organisation)
                .toList());
        stack = shared.stack();
        operator = shared.operator();
    }

    @Test
    void aBlockedTenantIsToldItsScopeAndGoesOnOnceTheDoctorFindsItTicked() {
        Set<String> rest = new HashSet<>(SCOPES);
        rest.remove("harvest:jobs:list");
        BLOCKED.organisation().scopes(rest);
        BLOCKED.join(stack, operator, Map.of("schedule", "0 3 * * 1"));
        soon().untilAsserted(() -> operator.tenant(BLOCKED.name()).then().body("state", equalTo("BLOCKED")));

        doctor(BLOCKED)
                .then()
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
        Response healthy = doctor(BLOCKED);
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

    @ParameterizedTest
    @EnumSource(CustomFieldWrites.class)
    void aNamedApplicationSettlesHowGreenhouseTakesWritesAndIsAsItWas(CustomFieldWrites writes) {
        PointsCustomer customer = writes == CustomFieldWrites.MERGE ? MERGES : REPLACES;
        customer.organisation().customFieldWrites(writes);
        customer.field(4_410_555_002L, "notice", "short_text");
        customer.join(stack, operator, Map.of("schedule", "0 3 * * 1"));
        soon().until(customer::allRight);
        soon().untilAsserted(() -> operator.tenant(customer.name()).then().body("backlog", equalTo(0)));
        long id = customer.ids().getLast();
        customer.organisation().setCustomField(id, "notice", TextNode.valueOf("two months"));
        customer.organisation().setCustomField(id, PointsCustomer.SCORE_FIELD, IntNode.valueOf(71));
        Object before = customer.organisation().application(id).path("custom_fields");
        int patches = patches(customer).size();

        Response report = operator.post("/api/tenants/%s/doctor?application=%d".formatted(customer.name(), id));

        report.then()
                .statusCode(200)
                .body("findings.find { it.check == 'write mode' }.status", equalTo("OK"))
                .body(
                        "findings.find { it.check == 'write mode' }.seen",
                        containsString(writes == CustomFieldWrites.MERGE ? "merge:" : "full:"));
        assertThat(patches(customer)).hasSize(patches + 2);
        assertThat(customer.organisation().application(id).path("custom_fields"))
                .isEqualTo(before);
        assertThat(report.asString()).doesNotContain("two months");
    }

    @Test
    void aTenantWithAV1KeyIsExaminedByItsPermissions() {
        LEGACY.organisation().v1RateLimit(10_000);
        LEGACY.join(
                stack, operator, Map.of("harvest_api_key", LEGACY.organisation().apiKey(), "schedule", "0 3 * * 1"));
        soon().until(LEGACY::allRight);

        doctor(LEGACY)
                .then()
                .body("healthy", equalTo(true))
                .body("findings.check", hasItem("permission Get: List Jobs"))
                .body("findings.find { it.check == 'write mode' }.seen", containsString("v1 is documented"));
    }

    private static Response doctor(PointsCustomer customer) {
        return operator.post("/api/tenants/" + customer.name() + "/doctor");
    }

    private static List<Call> patches(PointsCustomer customer) {
        return stack.greenhouse()
                .calls()
                .where(call ->
                        call.method().equals("PATCH") && call.organisation().equals(customer.name()));
    }

    private static ConditionFactory soon() {
        return await().atMost(Duration.ofSeconds(60));
    }
}
