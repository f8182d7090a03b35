package com.rocketmat.feature.resume;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How resumes are read for models that use {@code resume.text}. */
@ConfigMapping(prefix = "rocketmat.resumes")
public interface ResumeConfig {

    /** Maximum number of files that a replica reads at once, each in its own process. Idle processes end after a minute. */
    @Min(1)
    @WithDefault("2")
    int readers();

    /** Time limit for reading a file. */
    @NotNull
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration time();

    /** Heap size of a process that reads a file. */
    @NotNull
    @WithDefault("192M")
    MemorySize memory();
}
