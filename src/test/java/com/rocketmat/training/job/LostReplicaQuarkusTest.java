package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.KnownTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.training.job.Trainings.Attempt;
import com.rocketmat.training.job.Trainings.Progress;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A training is queued again if its replica crashes or stops, whether or not another replica can take it over. */
@QuarkusTest
class LostReplicaQuarkusTest {

    private static final String FAR_AWAY = "far-away";
    private static final Progress PROGRESS = new Progress(TrainingState.FITTING, 50, "fitting", 30);

    SandboxDatabase database;

    @Inject
    Trainings trainings;

    @Inject
    MeterRegistry metrics;

    private final TenantId tenant = new TenantId("left-" + UUID.randomUUID());

    @BeforeEach
    void addTenant() {
        KnownTenant.add(tenant);
    }

    @AfterEach
    void deleteRows() {
        database.execute(
                "DELETE FROM training_task WHERE task_instance = '%s'".formatted(tenant),
                "DELETE FROM training WHERE tenant_id = '%s'".formatted(tenant),
                "DELETE FROM tenant WHERE tenant_id = '%s'".formatted(tenant),
                "DELETE FROM replica WHERE name = '%s'".formatted(FAR_AWAY));
    }

    @Test
    void aTrainingWithoutItsReplicaIsQueuedAgainAndCountsACrash() {
        scheduled(false, "NULL");
        Attempt attempt = begun();
        assertThat(trainings.queue().running()).isPositive();

        // the service may be checking for orphans at the same time
        await().untilAsserted(() -> {
            trainings.requeueOrphans(_ -> false);
            assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
        });

        assertThat(training().reason())
                .as("the position in the queue is shown instead")
                .isNull();
        assertThat(training().progress().rowsRead()).isZero();
        assertThat(trainings.storeProgress(tenant, attempt, PROGRESS))
                .as("a replica that only hung has lost it")
                .isFalse();
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isEqualTo(1);
    }

    @Test
    void aTrainingGoesOnWhileItsReplicaMayBeAlive() {
        claimed("now() - interval '1 hour'");
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES ('%s', '1', now(), now() + interval '4 minutes')"
                        .formatted(FAR_AWAY));
        Attempt attempt = begun();

        trainings.requeueOrphans(_ -> false);
        assertThat(training().state()).as("after an outage of the database").isEqualTo(TrainingState.READING);
        claimed("now()");
        trainings.requeueOrphans(_ -> true);
        assertThat(trainings.storeProgress(tenant, attempt, PROGRESS)).isTrue();

        claimed("now() - interval '1 hour'");
        trainings.requeueOrphans(FAR_AWAY::equals);
        assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
    }

    @Test
    void aShutdownDoesNotCountAsACrash() {
        claimed("now()");
        Attempt attempt = begun();

        trainings.requeueOf("another");
        assertThat(trainings.storeProgress(tenant, attempt, PROGRESS)).isTrue();
        trainings.requeueOf(FAR_AWAY);

        assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
        assertThat(training().reason()).startsWith("its replica was shut down");
        assertThat(trainings.storeProgress(tenant, attempt, PROGRESS))
                .as("the stopping replica has lost it")
                .isFalse();
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isZero();
    }

    /** An alert would miss the first failure of a series that appears with it. */
    @Test
    void endedTrainingsAreCountedFromZero() {
        assertThat(metrics.find(TrainingRunner.ENDED).counters()).hasSize(3);
    }

    private Attempt begun() {
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isPresent();
        return trainings.start(tenant, "hired").orElseThrow();
    }

    private TrainingView training() {
        return trainings.page(tenant, Long.MAX_VALUE, 1).getFirst();
    }

    private void claimed(String heartbeat) {
        scheduled(true, heartbeat);
    }

    /** Not due, and of a task that no replica runs: the service would claim it, or cancel the training of an unknown tenant. */
    private void scheduled(boolean picked, String heartbeat) {
        database.execute(
                "DELETE FROM training_task WHERE task_name = 'another' AND task_instance = '%s'".formatted(tenant),
                ("INSERT INTO training_task (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                                + " VALUES ('another', '%s', now() + interval '4 minutes', %s, '%s', %s, 1)")
                        .formatted(tenant, picked, FAR_AWAY, heartbeat));
    }
}
