package com.rocketmat.console.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** The operators' web console. */
@ConfigMapping(prefix = "rocketmat.console")
public interface ConsoleConfig {

    /** How long a session lasts. */
    @WithDefault("12h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 366)
    Duration session();

    /**
     * How long the session of an identity provider's user lasts. Then the provider is asked again, so a revoked role takes effect within
     * this time.
     */
    @WithDefault("1h")
    @DurationMin(seconds = 1)
    @DurationMax(days = 366)
    Duration providerSession();

    /** Whether users can sign in at the identity provider. By default, Quarkus's own switch decides. */
    @WithDefault("${quarkus.oidc.console.tenant-enabled}")
    boolean provider();

    /** Maximum number of event streams per replica. Further browsers reload the page every five seconds. */
    @WithDefault("500")
    @Min(1)
    @Max(10_000)
    int watchers();

    /** Maximum number of event streams per person and replica. Each visible tab has one. */
    @WithDefault("16")
    @Min(1)
    int watchersPerPerson();
}
