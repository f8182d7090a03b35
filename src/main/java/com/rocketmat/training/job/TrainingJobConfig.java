package com.rocketmat.training.job;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.OptionalInt;
import org.hibernate.validator.constraints.time.DurationMin;

/** Trainings of tenants' own models. */
@ConfigMapping(prefix = "rocketmat.training")
public interface TrainingJobConfig {

    /**
     * Maximum number of concurrent trainings on this replica. By default 1 on a JVM and 0 in the native image, which cannot train. A
     * replica with 0 still accepts requests for trainings, which wait for a replica that trains.
     */
    OptionalInt workers();

    /** Maximum number of decided applications in a training, which keeps them in memory while it runs. With more, it is refused. */
    @WithDefault("150000")
    @Positive
    int maxRows();

    /** Memory limit for the process that fits a model. */
    @NotNull
    @WithDefault("1G")
    MemorySize memory();

    /** Time limit for each step of a fit. A fit has some dozens of steps. */
    @NotNull
    @WithDefault("5m")
    @DurationMin(millis = 1)
    Duration stepTime();
}
