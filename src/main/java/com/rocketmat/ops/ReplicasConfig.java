package com.rocketmat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** What is known of the other replicas. */
@ConfigMapping(prefix = "rocketmat.replicas")
public interface ReplicasConfig {

    /** How many there may be at most, as the HorizontalPodAutoscaler says. */
    @WithDefault("1")
    @Min(1)
    int max();
}
