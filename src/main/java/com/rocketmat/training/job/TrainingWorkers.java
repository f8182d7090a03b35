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
    private final boolean nativeImage;

    @Inject
    TrainingWorkers(TrainingJobConfig config) {
        this(config.workers(), ImageMode.current().isNativeImage());
    }

    TrainingWorkers(OptionalInt workers, boolean nativeImage) {
        this.number = workers.orElse(nativeImage ? 0 : 1);
        this.nativeImage = nativeImage;
    }

    public int number() {
        return number;
    }

    void refuseInNativeImage(@Observes StartupEvent event) {
        if (nativeImage && number > 0) {
            throw new IllegalStateException("rocketmat.training.workers is " + number
                    + ", and the native image cannot train: set it to 0, and run the JVM image as the trainer"
                    + " (deploy/k8s/overlays/trainer)");
        }
    }
}
