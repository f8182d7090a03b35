package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Tenants come, change and go with their secrets, without a restart. */
@Execution(ExecutionMode.CONCURRENT)
class TenantLifeIT {

    /** On two busy cores. */
    private static final Duration SOON = Duration.ofSeconds(40);

    private static final PointsCustomer NEWCOMER =
            PointsCustomer.named("newcomer").with(3);
    private static final PointsCustomer CHANGER =
            PointsCustomer.named("changer").with(3);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static Operator operator;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(NEWCOMER.organisation(), CHANGER.organisation()));
        stack = shared.stack();
        operator = shared.operator();
    }

    @Test
    void aTenantIsScoredSoonAfterItsSecretAppears() {
        NEWCOMER.join(stack, operator, Map.of());
        soon().until(NEWCOMER::allRight);
        stack.vault().delete("rocketmat/tenants/" + NEWCOMER.name());
        soon().untilAsserted(() -> tenant(NEWCOMER).body("state", equalTo("STOPPED")));
        long late = NEWCOMER.apply(7.5);
        stack.addTenant(NEWCOMER.name(), Map.of("schedule", "0 3 * * 1"));
        soon().until(() -> NEWCOMER.score(late) != null);
        soon().untilAsserted(
                        () -> tenant(NEWCOMER).body("state", equalTo("ACTIVE")).body("reason", nullValue()));
        assertThat(NEWCOMER.allRight()).isTrue();
    }

    @Test
    @Tag("failure-vault-rotated")
    void aChangedSecretTakesEffect() {
        CHANGER.join(stack, operator, Map.of("mode", "dry-run", "schedule", "5s"));
        soon().untilAsserted(() -> {
            assertThat(scoreStates(CHANGER)).hasSize(3).containsOnly("DRY");
            tenant(CHANGER).body("state", equalTo("DRY_RUN"));
        });
        assertThat(Writes.into(stack.greenhouse(), CHANGER.name()).count()).isZero();

        stack.addTenant(CHANGER.name(), Map.of("schedule", "0 3 * * 1"));
        soon().until(CHANGER::allRight);
        soon().untilAsserted(() -> {
            assertThat(scoreStates(CHANGER)).containsOnly("WRITTEN");
            Instant due = Instant.parse(tenant(CHANGER).extract().path("nextDue"));
            assertThat(due).as("by cron").isAfter(Instant.now().plus(Duration.ofSeconds(10)));
        });

        stack.addTenant(CHANGER.name(), Map.of("mode", "paused"));
        soon().untilAsserted(() -> tenant(CHANGER).body("state", equalTo("PAUSED")));
    }

    private static List<String> scoreStates(PointsCustomer customer) {
        return operator.get("/api/tenants/" + customer.name() + "/scores").path("items.state");
    }

    private static ValidatableResponse tenant(PointsCustomer customer) {
        return operator.tenant(customer.name()).then().statusCode(200).body("id", equalTo(customer.name()));
    }

    private static ConditionFactory soon() {
        return await().atMost(SOON);
    }
}
