package com.rocketmat.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long rows that are no longer in use are kept. Rows of the last two days may still be needed. */
@ConfigMapping(prefix = "rocketmat.retention")
public interface RetentionConfig {

    /** How long runs that have ended are kept. */
    @WithDefault("90d")
    @DurationMin(days = 2)
    Duration runs();

    /**
     * How long scores are kept that are neither in a Greenhouse field nor waiting to be written. The default is what California requires
     * of employers.
     */
    @WithDefault("1461d")
    @DurationMin(days = 2)
    Duration scores();

    /** How long entries of the audit log are kept. The database always keeps those of the last year. */
    @WithDefault("1461d")
    @DurationMin(days = 365)
    Duration audit();

    /** How long event ids of webhooks are kept, to recognise repeated events. Greenhouse repeats for 15 hours. */
    @WithDefault("30d")
    @DurationMin(days = 2)
    Duration webhooks();

    /**
     * How long rows of the decision log, and trainings that have ended, are kept. The European rules on AI ask for at least six months,
     * which the database always keeps.
     */
    @WithDefault("1461d")
    @DurationMin(days = 184)
    Duration decisions();
}
