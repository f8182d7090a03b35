package com.rocketmat.sync.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How runs are made. */
@ConfigMapping(prefix = "rocketmat.sync")
public interface SyncConfig {

    /** Slices at once on this replica. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int workers();

    /** How far a window reaches back before the end of the last one: what changed while pages were read is seen again. */
    @WithDefault("1h")
    Duration overlap();

    /** How often everything open is read, whatever the watermark says. */
    @WithDefault("24h")
    Duration sweep();
}
