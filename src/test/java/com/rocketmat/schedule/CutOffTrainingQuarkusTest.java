package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.rocketmat.replica.Replicas;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A replica that reports itself, but has missed its heartbeats, as after an outage of the database. */
@QuarkusTest
class CutOffTrainingQuarkusTest {

    private static final String CUT_OFF = "cut-off";
    /** A scheduler of this process may claim it at once, until it notices that the task's name is unknown to it. */
    private static final String STILL_ITS = "picked AND picked_by = '" + CUT_OFF + "'";

    private static final String TASK = "another";
    private static final Instant HEARTBEAT = Instant.parse("2100-01-01T00:00:00Z");

    SandboxDatabase database;

    @Inject
    DataSource dataSource;

    @Inject
    TrainingScheduler scheduler;

    @Inject
    Replicas replicas;

    private final TenantId tenant = new TenantId("cut-off-" + UUID.randomUUID());

    /** The claim first: a running training without one is an orphan. */
    @BeforeEach
    void addRows() {
        KnownTenant.add(tenant);
        database.execute(
                // under a task name that no replica runs, with a heartbeat that none misses
                "INSERT INTO training_task (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version) VALUES ('%s', '%s', now() - interval '1 hour', true, '%s', '%s', 2)"
                        .formatted(TASK, tenant, CUT_OFF, HEARTBEAT),
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
        reportsItself();

        foundDead();

        assertThat(training("state")).isEqualTo("QUEUED");
        assertThat(training("crashes")).isEqualTo("0");
        assertThat(training("reason")).startsWith("its replica was cut off from the database; ");
        assertThat(claim(STILL_ITS)).isEqualTo("f");
        assertThat(claim("execution_time > now() - interval '1 minute'"))
                .as("due now")
                .isEqualTo("t");
    }

    @Test
    void aDeathIsLeftToBeCounted() {
        await().until(() -> replicas.gone(CUT_OFF));

        foundDead();

        assertThat(training("state || crashes"))
                .as("before or after it is counted")
                .isIn("READING0", "QUEUED1");
        assertThat(claim(STILL_ITS)).isEqualTo("f");
    }

    /** This replica's list of the dead may be seconds old; the same replica may have claimed it again. */
    @ParameterizedTest
    @ValueSource(strings = {"version = 4", "last_heartbeat = '2100-01-02T00:00:00Z'"})
    void aTrainingThatWasTakenOverOrIsAliveGoesOn(String since) {
        reportsItself();
        database.execute("UPDATE training_task SET %s WHERE task_instance = '%s'".formatted(since, tenant));

        foundDead();

        assertThat(training("state")).isEqualTo("READING");
        assertThat(claim("picked")).isEqualTo("t");
    }

    @Test
    void aClaimOfATimeWhenTheClockWasAheadMissesItsHeartbeats() {
        database.execute(
                "UPDATE training_task SET task_name = 'tenant-training' WHERE task_instance = '%s'".formatted(tenant));

        scheduler.correctTimes();

        assertThat(claim("picked AND last_heartbeat < now() + interval '1 minute'"))
                .isEqualTo("t");
    }

    @Test
    void aTrainingThatWasPlannedWhileTheClockWasAheadIsDue() {
        database.execute(
                "UPDATE training_task SET task_name = 'tenant-training', picked = false, execution_time = now() + interval '1 day' WHERE task_instance = '%s'"
                        .formatted(tenant));

        scheduler.correctTimes();

        assertThat(claim("picked OR execution_time <= now()")).isEqualTo("t");
    }

    /** As a purge does, which may take minutes. */
    @Test
    void aLockedTaskOfAnEndedTrainingDoesNotKeepOthersFromTheSchedule() throws SQLException {
        database.execute(
                "UPDATE training SET state = 'QUEUED' WHERE tenant_id = '%s'".formatted(tenant),
                "UPDATE training_task SET task_name = 'tenant-training', picked = false, execution_time = now() + interval '4 minutes' WHERE task_instance = '%s'"
                        .formatted(tenant));
        try (Connection purge = dataSource.getConnection();
                Statement lock = purge.createStatement()) {
            purge.setAutoCommit(false);
            lock.execute("SELECT FROM training_task WHERE task_instance = '%s' FOR UPDATE".formatted(tenant));
            database.execute(
                    "UPDATE training SET state = 'FAILED', ended_at = now() WHERE tenant_id = '%s'".formatted(tenant));

            assertThatNoException().isThrownBy(scheduler::followTrainings);
            assertThat(claim("picked")).isEqualTo("f");
            purge.rollback();
        }
    }

    private void reportsItself() {
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES ('%s', '1', now(), now() + interval '4 minutes')"
                        .formatted(CUT_OFF));
    }

    private void foundDead() {
        // its version is 2
        Execution dead = new Execution(Instant.EPOCH, new TaskInstance<>(TASK, tenant.value()))
                .updateToPicked(CUT_OFF, HEARTBEAT);
        scheduler
                .task()
                .getDeadExecutionHandler()
                .deadExecution(ExecutionComplete.failure(dead, Instant.EPOCH, Instant.EPOCH, null), null);
    }

    private String claim(String column) {
        return database.column("SELECT %s FROM training_task WHERE task_instance = '%s'".formatted(column, tenant))
                .getFirst();
    }

    private String training(String column) {
        return database.column("SELECT %s FROM training WHERE tenant_id = '%s'".formatted(column, tenant))
                .getFirst();
    }
}
