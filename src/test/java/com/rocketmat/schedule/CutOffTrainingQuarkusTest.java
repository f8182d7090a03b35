package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.ExecutionOperations;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica that reports itself, but has missed its heartbeats, as after an outage of the database. */
@QuarkusTest
class CutOffTrainingQuarkusTest {

    private static final String CUT_OFF = "cut-off";

    SandboxDatabase database;

    @Inject
    TrainingScheduler scheduler;

    @Inject
    TenantStates states;

    private final TenantId tenant = new TenantId("cut-off-" + UUID.randomUUID());
    private final List<Instant> released = new ArrayList<>();

    @BeforeEach
    void addRows() {
        QuarkusTransaction.requiringNew().run(() -> states.appear(tenant));
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES ('%s', '1', now(), now() + interval '1 hour')"
                        .formatted(CUT_OFF),
                "INSERT INTO training (tenant_id, state, label, requested_by, requested_at) VALUES ('%s', 'READING', 'hired', 'ana', now())"
                        .formatted(tenant));
    }

    @AfterEach
    void deleteRows() {
        database.execute(
                "DELETE FROM training_task WHERE task_instance = '%s'".formatted(tenant),
                "DELETE FROM training WHERE tenant_id = '%s'".formatted(tenant),
                "DELETE FROM tenant WHERE tenant_id = '%s'".formatted(tenant),
                "DELETE FROM replica WHERE name = '%s'".formatted(CUT_OFF));
    }

    @Test
    void itsTrainingIsQueuedAgainWithoutACrash() {
        claimedBy(CUT_OFF);

        foundDead();

        assertThat(training("state")).isEqualTo("QUEUED");
        assertThat(training("crashes")).isEqualTo("0");
        assertThat(training("reason")).startsWith("its replica was cut off from the database; ");
        assertThat(released).hasSize(1);
    }

    /** This replica's list of the dead may be seconds old. */
    @Test
    void aTrainingThatAnotherReplicaTookOverGoesOn() {
        claimedBy("another");

        foundDead();

        assertThat(training("state")).isEqualTo("READING");
    }

    /** Under a task name that no replica runs, with a heartbeat that none misses. */
    private void claimedBy(String replica) {
        database.execute(
                "INSERT INTO training_task (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version) VALUES ('another', '%s', now(), true, '%s', now() + interval '1 hour', 1)"
                        .formatted(tenant, replica));
    }

    private void foundDead() {
        Execution dead = new Execution(Instant.EPOCH, new TaskInstance<>("tenant-training", tenant.value()))
                .updateToPicked(CUT_OFF, Instant.EPOCH);
        ExecutionOperations<Void> operations = new ExecutionOperations<>(null, null, null) {
            @Override
            public void reschedule(ExecutionComplete complete, Instant time) {
                released.add(time);
            }
        };
        scheduler
                .task()
                .getDeadExecutionHandler()
                .deadExecution(ExecutionComplete.failure(dead, Instant.EPOCH, Instant.EPOCH, null), operations);
    }

    private String training(String column) {
        return database.column("SELECT %s FROM training WHERE tenant_id = '%s'".formatted(column, tenant))
                .getFirst();
    }
}
