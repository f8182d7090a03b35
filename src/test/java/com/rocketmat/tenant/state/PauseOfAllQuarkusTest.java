package com.rocketmat.tenant.state;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static com.rocketmat.sandbox.stack.Surroundings.viewer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PauseOfAllQuarkusTest {

    @Inject
    TenantStates states;

    @Inject
    Leases leases;

    @Inject
    MeterRegistry metrics;

    private final TenantId tenant = new TenantId("paused-" + UUID.randomUUID());

    @BeforeEach
    void vaultIsLoaded() {
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> viewer().get("/api/status").then().statusCode(200).body("vault.state", equalTo("ok")));
    }

    @AfterEach
    void resume() {
        operator().post("/api/resume").then().statusCode(200);
    }

    @Test
    void thePauseHasOperatorAndTimeAndIsNotRenewed() {
        viewer().get("/api/status")
                .then()
                .body("paused", equalTo(false))
                .body("pausedSince", nullValue())
                .body("pausedBy", nullValue())
                .body("vault.state", equalTo("ok"))
                .body("vault.ageSeconds", greaterThanOrEqualTo(0))
                .body("vault", hasKey("reason"));
        String since = operator()
                .post("/api/pause")
                .then()
                .statusCode(200)
                .body("paused", equalTo(true))
                .body("pausedBy", equalTo("operator"))
                .body("pausedSince", notNullValue())
                .extract()
                .path("pausedSince");
        assertThat(metrics.get(PauseOfAll.PAUSED).gauge().value()).isEqualTo(1);

        operator().post("/api/pause").then().statusCode(200);
        String later = viewer().get("/api/status").then().extract().path("pausedSince");

        assertThat(later.substring(0, 23)).as("to a millisecond").isEqualTo(since.substring(0, 23));
        operator().post("/api/resume").then().statusCode(200).body("paused", equalTo(false));
        operator().post("/api/resume").then().statusCode(200).body("pausedSince", nullValue());
        assertThat(metrics.get(PauseOfAll.PAUSED).gauge().value()).isZero();
    }

    @Test
    void thePauseDoesNotChangeTheTenantsOwnState() {
        assertThat(permission()).as("never seen").isEqualTo(RunPermission.DENIED);
        states.usable(tenant, Mode.LIVE, false, 7);
        assertThat(permission()).isEqualTo(RunPermission.GRANTED);

        operator().post("/api/pause");
        assertThat(permission()).isEqualTo(RunPermission.ALL_PAUSED);
        viewer().get("/api/tenants/{t}", tenant.value())
                .then()
                .body("state", equalTo("ACTIVE"))
                .body("reason", equalTo("all tenants are paused"));
        operator()
                .post("/api/tenants/{t}/pause", tenant.value())
                .then()
                .body("state", equalTo("PAUSED"))
                .body("reason", equalTo("paused by an operator"));
        assertThat(permission()).isEqualTo(RunPermission.DENIED);

        operator().post("/api/resume");
        assertThat(permission()).as("its own pause stands").isEqualTo(RunPermission.DENIED);
        operator().post("/api/tenants/{t}/resume", tenant.value()).then().body("reason", nullValue());
        assertThat(permission()).isEqualTo(RunPermission.GRANTED);
    }

    @Test
    void aBlockBeneathAPauseIsStored() {
        states.usable(tenant, Mode.LIVE, false, 7);
        states.block(tenant, "Greenhouse forbids it", "tick the scope");
        states.pause(tenant);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.PAUSED);
        states.usable(tenant, Mode.LIVE, false, 7);
        states.resume(tenant);
        assertThat(states.standing(tenant).state()).isEqualTo(TenantState.BLOCKED);
        states.usable(tenant, Mode.LIVE, false, 8);
        assertThat(permission()).isEqualTo(RunPermission.GRANTED);
    }

    /** Starting and running slices get the same answer. */
    private RunPermission permission() {
        RunPermission whileItRuns = states.permission(tenant);
        assertThat(leases.claim(tenant, Mode.LIVE).permission()).isEqualTo(whileItRuns);
        return whileItRuns;
    }
}
