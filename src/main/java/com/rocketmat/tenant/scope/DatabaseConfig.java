package com.rocketmat.tenant.scope;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** How the service uses PostgreSQL, in addition to Quarkus's {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "rocketmat.database")
public interface DatabaseConfig {

    /**
     * Time limit for a statement of a read-only call, at most a minute, for which an answer is awaited. Beyond it, the statement is
     * cancelled and the caller is asked to retry.
     */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    @DurationMax(minutes = 1)
    Duration readTime();

    /**
     * Whether the service starts, with a warning, even if its role bypasses row-level security. Only for a laptop.
     */
    @WithDefault("false")
    boolean allowBypassRls();
}
