package com.rocketmat.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.Surroundings;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class TrainingLagQuarkusTest {

    private static final double HOURS = 3_600;

    SandboxDatabase database;

    @Inject
    NextDue schedule;

    @Inject
    MeterRegistry metrics;

    @AfterEach
    void forget() throws SQLException {
        database.administer("DELETE FROM training_task WHERE task_name = 'another'");
    }

    @Test
    void aTrainingThatNoReplicaTakesWaitsSinceItIsDue() throws SQLException {
        task("now() - interval '2 hours'", null);

        assertThat(seconds()).isBetween(2 * HOURS, 2.5 * HOURS);
    }

    @Test
    void oneThatIsWorkedOnDoesNotWaitHoweverLongItTakes() throws SQLException {
        task("now() - interval '2 hours'", "now()");

        assertThat(seconds()).isLessThan(0.5 * HOURS);
    }

    @Test
    void oneWhoseReplicaIsGoneWaitsSinceItsLastHeartbeat() throws SQLException {
        task("now() - interval '3 hours'", "now() - interval '1 hour'");

        assertThat(seconds()).isBetween(HOURS, 1.5 * HOURS);
    }

    @Test
    void oneThatIsDueLaterDoesNotWait() throws SQLException {
        task("now() + interval '1 hour'", null);

        assertThat(seconds()).isLessThan(0.5 * HOURS);
    }

    /** Of a name that no replica knows, so that none takes it. */
    private void task(String due, String heartbeat) throws SQLException {
        database.administer(
                "INSERT INTO training_task (task_name, task_instance, execution_time, picked, last_heartbeat, version)"
                        + " VALUES ('another', 'a tenant', %s, %s, %s, 1)"
                                .formatted(due, heartbeat != null, heartbeat));
    }

    private double seconds() {
        schedule.refreshTrainingLag();
        return metrics.get(NextDue.TRAINING_LAG).gauge().value();
    }
}
