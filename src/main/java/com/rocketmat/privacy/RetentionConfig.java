package com.rocketmat.privacy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** How long rows are kept that are no longer in use. Rows of the last two days may still be needed. */
@ConfigMapping(prefix = "rocketmat.retention")
public interface RetentionConfig {

    /** Runs that have ended. */
    @WithDefault("90d")
    @DurationMin(days = 2)
    Duration runs();

    /**
     * Scores that are neither in a Greenhouse field nor waiting to be written. The default is what California requires of
     * employers.
     */
    @WithDefault("1461d")
    @DurationMin(days = 2)
    Duration scores();

    /** Entries of the audit log. The database always keeps those of the last year. */
    @WithDefault("1461d")
    @DurationMin(days = 365)
    Duration audit();

    /** Event ids of webhooks, by which repetitions are known; Greenhouse repeats for 15 hours. */
    @WithDefault("30d")
    @DurationMin(days = 2)
    Duration webhooks();

    /** Rows of the decision log, and trainings that have ended. The European rules on AI ask for at least six months, which the database always keeps. */
    @WithDefault("1461d")
    @DurationMin(days = 184)
    Duration decisions();
}
