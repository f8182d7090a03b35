package com.rocketmat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Settings about other replicas. */
@ConfigMapping(prefix = "rocketmat.replicas")
public interface ReplicasConfig {

    /** Maximum number of replicas, as in the HorizontalPodAutoscaler. */
    @WithDefault("1")
    @Min(1)
    int max();
}
