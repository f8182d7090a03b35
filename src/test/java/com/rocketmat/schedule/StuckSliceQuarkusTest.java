package com.rocketmat.schedule;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import com.rocketmat.sandbox.customer.ApartCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.scheduler.Trigger;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A slice that hangs is reported, and affects only its own tenant. */
@Tag("finding-A12")
@QuarkusTest
class StuckSliceQuarkusTest {

    private static final String TENANT = "stuck";
    private static final int LATE = 2_400;

    GreenhouseSimulator greenhouse;
    SandboxVault vault;
    SandboxDatabase database;

    @Inject
    MeterRegistry metrics;

    @Inject
    NextDue schedule;

    @Inject
    Scheduler scheduler;

    @TestHTTPResource(value = "/health", management = true)
    URI health;

    @AfterEach
    void leave() {
        WrittenSecret.delete(vault, TENANT);
    }

    @Test
    void itIsReportedAndItsTenantCanBePaused() {
        ApartCustomer customer = new ApartCustomer(greenhouse.organisation(TENANT), 72);
        WrittenSecret.put(vault, TENANT, customer.secret("6h"));
        await().until(() -> operator().get("/api/tenants/" + TENANT).statusCode() == 200);
        await("its first slice, which has nothing to do without a model")
                .until(() -> tasks("NOT picked AND execution_time > now()") == 1);

        database.whileStuck("lease", () -> {
            operator().post("/api/tenants/%s/runs".formatted(TENANT)).then().statusCode(202);
            await("a slice that waits").until(() -> gauge(RunningSlices.OLDEST) >= 1 && tasks("picked") == 1);
            late();

            await().atMost(Duration.ofMinutes(1)).until(() -> gauge(NextDue.DUE_LAG) >= LATE);
            operator().post("/api/pause").then().statusCode(200);
            schedule.refreshLag();
            double whilePaused = gauge(NextDue.DUE_LAG);
            operator().post("/api/resume").then().statusCode(200);
            assertThat(whilePaused).as("more replicas would not help").isZero();
            assertThat(Thread.getAllStackTraces().keySet())
                    .as(
                            "not virtual, because native code would block the carrier; a daemon, so that the process can end")
                    .anyMatch(thread -> thread.getName().startsWith("slice-") && thread.isDaemon());
            given().get(health + "/ready").then().statusCode(200);
            given().get(health + "/live").then().statusCode(200).body("checks.name", hasItems("slices", "ticks"));
            operator()
                    .post("/api/tenants/%s/pause".formatted(TENANT))
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("PAUSED"));
        });

        await("the end of it").atMost(Duration.ofMinutes(1)).until(() -> gauge(NextDue.DUE_LAG) < LATE);
        await().until(() -> gauge(RunningSlices.OLDEST) == 0);
    }

    /** Without a tick Kubernetes would restart each replica within minutes. */
    @Test
    void ticksAreScheduled() {
        assertThat(scheduler.getScheduledJobs())
                .extracting(Trigger::getMethodDescription)
                .contains("com.rocketmat.replica.TickHealth#tick");
    }

    private double gauge(String name) {
        return metrics.get(name).gauge().value();
    }

    private long tasks(String which) {
        return database.count(
                "SELECT count(*) FROM scheduled_tasks WHERE %s AND task_instance = '%s'".formatted(which, TENANT));
    }

    private void late() {
        database.execute(
                "UPDATE scheduled_tasks SET execution_time = now() - interval '%d s' WHERE task_instance = '%s'"
                        .formatted(LATE, TENANT));
    }
}
