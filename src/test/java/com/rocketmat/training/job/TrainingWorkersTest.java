package com.rocketmat.training.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.quarkus.runtime.StartupEvent;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainingWorkersTest {

    @Test
    void aJvmTrainsOneModelByDefaultAndTheNativeImageNone() {
        assertThat(new TrainingWorkers(OptionalInt.empty(), false).number()).isEqualTo(1);
        assertThat(new TrainingWorkers(OptionalInt.empty(), true).number()).isZero();
        assertThat(new TrainingWorkers(OptionalInt.of(3), false).number()).isEqualTo(3);
    }

    @Test
    void theNativeImageDoesNotStartWithWorkers() {
        new TrainingWorkers(OptionalInt.of(0), true).refuseInNativeImage(new StartupEvent());
        assertThatIllegalStateException()
                .isThrownBy(() -> new TrainingWorkers(OptionalInt.of(1), true).refuseInNativeImage(new StartupEvent()))
                .withMessageContaining("rocketmat.training.workers is 1")
                .withMessageContaining("JVM image");
    }
}
