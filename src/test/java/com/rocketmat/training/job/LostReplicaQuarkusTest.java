package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.training.job.Trainings.Attempt;
import com.rocketmat.training.job.Trainings.Progress;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A training whose replica is gone, or stops, waits again: with or without another one that takes it over. */
@QuarkusTest
class LostReplicaQuarkusTest {

    private static final String FAR_AWAY = "far-away";
    private static final Progress FARTHER = new Progress(TrainingState.FITTING, 50, "fitting");

    SandboxDatabase database;

    @Inject
    Trainings trainings;

    private final TenantId tenant = new TenantId("left-" + UUID.randomUUID());

    @AfterEach
    void forget() {
        database.execute(
                "DELETE FROM training_task WHERE task_instance = '%s'".formatted(tenant),
                "DELETE FROM training WHERE tenant_id = '%s'".formatted(tenant),
                "DELETE FROM replica WHERE name = '%s'".formatted(FAR_AWAY));
    }

    @Test
    void withoutItsReplicaItWaitsAgainAndThatCountsAsADeath() {
        Attempt attempt = begun();
        assertThat(trainings.queue().running()).isPositive();

        // this replica may be looking whether it can take it
        await().untilAsserted(() -> {
            trainings.requeueOrphans(_ -> false);
            assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
        });

        assertThat(training().reason()).as("so that the queue is told instead").isNull();
        assertThat(training().progress().rowsRead()).isZero();
        assertThat(trainings.storeProgress(tenant, attempt, FARTHER))
                .as("a replica that only stood still has lost it")
                .isFalse();
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isEqualTo(1);
    }

    @Test
    void whileItsReplicaMayLiveItGoesOn() {
        claimed("now() - interval '1 hour'");
        database.execute(
                "INSERT INTO replica (name, version, since, seen_at) VALUES ('%s', '1', now(), now() + interval '1 hour')"
                        .formatted(FAR_AWAY));
        Attempt attempt = begun();

        trainings.requeueOrphans(_ -> false);
        assertThat(training().state()).as("after an outage of the database").isEqualTo(TrainingState.READING);
        claimed("now()");
        trainings.requeueOrphans(_ -> true);
        assertThat(trainings.storeProgress(tenant, attempt, FARTHER)).isTrue();

        claimed("now() - interval '1 hour'");
        trainings.requeueOrphans(FAR_AWAY::equals);
        assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
    }

    @Test
    void anOrderlyStopIsNoDeath() {
        claimed("now()");
        Attempt attempt = begun();

        trainings.requeueOf("another");
        assertThat(trainings.storeProgress(tenant, attempt, FARTHER)).isTrue();
        trainings.requeueOf(FAR_AWAY);

        assertThat(training().state()).isEqualTo(TrainingState.QUEUED);
        assertThat(training().reason()).startsWith("its replica was shut down");
        assertThat(trainings.storeProgress(tenant, attempt, FARTHER))
                .as("what still runs in it has lost it")
                .isFalse();
        assertThat(trainings.start(tenant, "hired").orElseThrow().crashes()).isZero();
    }

    private Attempt begun() {
        assertThat(trainings.add(tenant, "hired", List.of(), "ana")).isPresent();
        return trainings.start(tenant, "hired").orElseThrow();
    }

    private TrainingView training() {
        return trainings.page(tenant, Long.MAX_VALUE, 1).getFirst();
    }

    /** Of a name that no replica knows, so that none takes it. */
    private void claimed(String heartbeat) {
        database.execute(
                "DELETE FROM training_task WHERE task_name = 'another' AND task_instance = '%s'".formatted(tenant),
                ("INSERT INTO training_task (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version)"
                                + " VALUES ('another', '%s', now(), true, '%s', %s, 1)")
                        .formatted(tenant, FAR_AWAY, heartbeat));
    }
}
