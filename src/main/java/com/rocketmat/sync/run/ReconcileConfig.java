package com.rocketmat.sync.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long a deletion in Greenhouse, or an opt_out_field of an application that is not open any more, may go unnoticed here. */
@ConfigMapping(prefix = "rocketmat.privacy")
public interface ReconcileConfig {

    /** How often each application with a score is compared with Greenhouse. */
    @WithDefault("30d")
    @DurationMin(minutes = 1)
    Duration reconcile();
}
