package com.rocketmat.tenant;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What calls of the API and the console may take of PostgreSQL, beside Quarkus's own {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "rocketmat.database")
public interface DatabaseConfig {

    /** How long a statement of a call that only reads may take; then it is ended, and the caller told to ask again. */
    @WithDefault("10s")
    Duration readTime();
}
