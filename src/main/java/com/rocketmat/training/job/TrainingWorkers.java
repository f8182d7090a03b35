package com.rocketmat.training.job;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.OptionalInt;

@ApplicationScoped
public class TrainingWorkers {

    private final int number;
    private final boolean binary;

    @Inject
    TrainingWorkers(TrainingJobConfig config) {
        this(config.workers(), ImageMode.current().isNativeImage());
    }

    TrainingWorkers(OptionalInt workers, boolean binary) {
        this.number = workers.orElse(binary ? 0 : 1);
        this.binary = binary;
    }

    public int number() {
        return number;
    }

    /** A replica that is told to train is expected to do so. */
    void refuseInBinary(@Observes StartupEvent event) {
        if (binary && number > 0) {
            throw new IllegalStateException("rocketmat.training.workers is " + number
                    + ", and the native image cannot train: set it to 0, and run the JVM image as the trainer"
                    + " (deploy/k8s/overlays/trainer)");
        }
    }
}
