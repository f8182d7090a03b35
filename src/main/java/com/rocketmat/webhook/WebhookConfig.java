package com.rocketmat.webhook;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of the webhooks' address, which is open to anyone. */
@ConfigMapping(prefix = "rocketmat.webhooks")
public interface WebhookConfig {

    /** The largest body that is taken. */
    @WithDefault("5M")
    MemorySize maxBody();

    /** How long a call may take, its body and its way into the database included. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration time();

    /** Calls at once on this replica, a quarter of them for one tenant; those beyond are answered 503, so that Greenhouse repeats them. */
    @WithDefault("200")
    @Min(1)
    int atOnce();

    /** Events of one tenant that may wait to be worked on; those beyond are answered 503, so that Greenhouse repeats them. */
    @WithDefault("10000")
    @Min(1)
    int queue();
}
