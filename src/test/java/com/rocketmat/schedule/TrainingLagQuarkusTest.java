package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.state.PauseOfAll;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class TrainingLagQuarkusTest {

    private static final double HOURS = 3_600;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String TENANT = "waits-to-train";

    SandboxDatabase database;
    SandboxVault vault;
    GreenhouseSimulator greenhouse;

    @Inject
    NextDue schedule;

    @Inject
    MeterRegistry metrics;

    @Inject
    PauseOfAll pauseOfAll;

    @AfterEach
    void forget() {
        database.administer("DELETE FROM training_task WHERE task_name = 'another'");
    }

    @Test
    void aTrainingWaitsSinceItIsDue() {
        task("a tenant", "now() - interval '2 hours'", null);

        await().untilAsserted(() -> assertThat(seconds()).isBetween(2 * HOURS, 2.5 * HOURS));
    }

    @ParameterizedTest
    @CsvSource({"now() - interval '2 hours', now()", "now() + interval '1 hour',"})
    void aTrainingThatRunsOrIsDueLaterDoesNotWait(String due, String heartbeat) {
        task("a tenant", due, heartbeat);

        assertThat(seconds()).isLessThan(0.5 * HOURS);
    }

    @Test
    void aTrainingOfALostReplicaWaitsSinceItsLastHeartbeat() {
        task("a tenant", "now() - interval '3 hours'", "now() - interval '1 hour'");

        await().untilAsserted(() -> assertThat(seconds()).isBetween(HOURS, 1.5 * HOURS));
    }

    @Test
    void aPausedTenantsTrainingDoesNotWait() {
        secret(Map.of("mode", "dry-run"));
        task(TENANT, "now() - interval '2 hours'", null);
        awaitState("DRY_RUN");
        await().untilAsserted(() -> assertThat(seconds()).isGreaterThan(HOURS));

        pauseOfAll.pause("ana");
        try {
            assertThat(seconds()).as("all are paused").isLessThan(0.5 * HOURS);
        } finally {
            pauseOfAll.resume("ana");
        }
        secret(Map.of("mode", "paused"));
        awaitState("PAUSED");
        assertThat(seconds()).isLessThan(0.5 * HOURS);
    }

    /** The entry goes at once: where no replica trains, it would stay forever. */
    @Test
    void aCancelledTrainingIsRemovedFromTheSchedule() {
        secret(Map.of("mode", "dry-run"));
        awaitState("DRY_RUN");
        database.administer(
                "INSERT INTO training_task (task_name, task_instance, execution_time, picked, version) VALUES ('tenant-training', '%s', now() + interval '1 hour', false, 1)"
                        .formatted(TENANT),
                "INSERT INTO training (tenant_id, state, label, requested_by, requested_at) VALUES ('%s', 'QUEUED', 'hired', 'ana', now())"
                        .formatted(TENANT));
        long id =
                database.count("SELECT id FROM training WHERE tenant_id = '%s' AND ended_at IS NULL".formatted(TENANT));

        Surroundings.operator()
                .delete("/api/tenants/%s/trainings/%d".formatted(TENANT, id))
                .then()
                .statusCode(200);

        await().until(() ->
                database.count("SELECT count(*) FROM training_task WHERE task_instance = '%s'".formatted(TENANT)) == 0);
    }

    private void secret(Map<String, String> more) {
        WrittenSecret.put(vault, TENANT, greenhouse.organisation(TENANT).secret(more));
    }

    private void awaitState(String state) {
        await().atMost(LONG)
                .until(() -> database.count("SELECT count(*) FROM tenant WHERE tenant_id = '%s' AND state = '%s'"
                                .formatted(TENANT, state))
                        == 1);
    }

    /** With a name that no replica knows, so that none runs it. */
    private void task(String tenant, String due, String heartbeat) {
        database.administer(
                "INSERT INTO training_task (task_name, task_instance, execution_time, picked, last_heartbeat, version)"
                        + " VALUES ('another', '%s', %s, %s, %s, 1)"
                                .formatted(tenant, due, heartbeat != null, heartbeat));
    }

    /** The service's own refresh may set the gauge to an older value afterwards. */
    private double seconds() {
        schedule.refreshTrainingLag();
        return metrics.get(NextDue.TRAINING_LAG).gauge().value();
    }
}
