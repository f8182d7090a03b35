package com.rocketmat.sync.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long what Greenhouse has deleted, or an opt_out_field says of what is not open any more, may stay here unnoticed. */
@ConfigMapping(prefix = "rocketmat.privacy")
public interface ReconcileConfig {

    /** How often Greenhouse is asked of every application that has a score here. */
    @WithDefault("30d")
    @DurationMin(minutes = 1)
    Duration reconcile();
}
