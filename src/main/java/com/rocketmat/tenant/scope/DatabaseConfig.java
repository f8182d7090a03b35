package com.rocketmat.tenant.scope;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the service uses PostgreSQL, beside Quarkus's own {@code quarkus.datasource.*}. */
@ConfigMapping(prefix = "rocketmat.database")
public interface DatabaseConfig {

    /** How long a statement of a call that only reads may take; then it is ended, and the caller told to ask again. */
    @WithDefault("10s")
    Duration readTime();

    /** Whether the service starts with a role that row-level security does not bind: with a warning instead of a refusal, for a laptop. */
    @WithDefault("false")
    boolean allowBypassRls();
}
