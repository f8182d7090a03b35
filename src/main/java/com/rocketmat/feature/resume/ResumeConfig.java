package com.rocketmat.feature.resume;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;

/** How the text of resumes is read, for models that ask for {@code resume.text}. */
@ConfigMapping(prefix = "rocketmat.resumes")
public interface ResumeConfig {

    /** How many files are read at once on this replica, each in a process of its own; idle ones end after a minute. */
    @Min(1)
    @WithDefault("2")
    int readers();

    /** How long one file may take. */
    @NotNull
    @WithDefault("10s")
    Duration time();

    /** The heap of such a process. */
    @NotNull
    @WithDefault("192M")
    MemorySize memory();
}
