package com.rocketmat.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long rows are kept that nothing goes by any more. Those of the last two days may still be needed to go on. */
@ConfigMapping(prefix = "rocketmat.retention")
public interface RetentionConfig {

    /** Runs that have ended. */
    @WithDefault("90d")
    @DurationMin(days = 2)
    Duration runs();

    /** Scores that are in no field of Greenhouse's and do not wait to be. The default is what California asks of employers. */
    @WithDefault("1461d")
    @DurationMin(days = 2)
    Duration scores();

    /** Entries of the audit log. The database keeps those of the last year whatever this says. */
    @WithDefault("1461d")
    @DurationMin(days = 365)
    Duration audit();
}
