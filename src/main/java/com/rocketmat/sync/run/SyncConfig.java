package com.rocketmat.sync.run;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Settings of runs. */
@ConfigMapping(prefix = "rocketmat.sync")
public interface SyncConfig {

    /** Maximum number of concurrent slices on this replica. */
    @WithDefault("16")
    @Min(1)
    @Max(256)
    int workers();

    /**
     * How far a window reaches back before the end of the last one, so that changes made while pages were read are seen again. With five
     * minutes or more, applications that waited for their resumes are seen again too.
     */
    @WithDefault("1h")
    @DurationMin
    Duration overlap();

    /** How often everything open is read, regardless of the watermark. */
    @WithDefault("24h")
    @DurationMin(millis = 1)
    Duration sweep();
}
