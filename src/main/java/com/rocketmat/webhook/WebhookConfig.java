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

    /** Maximum size of a body. */
    @WithDefault("5M")
    MemorySize maxBody();

    /** Time limit for a call, including the receipt of its body and the storing of its event. */
    @WithDefault("10s")
    @DurationMin(millis = 1)
    Duration time();

    /**
     * Maximum number of concurrent calls on this replica, a quarter of them for one tenant. Further calls get 503, and Greenhouse repeats
     * them.
     */
    @WithDefault("200")
    @Min(1)
    int atOnce();

    /** Maximum number of events of one tenant that wait to be processed. Further calls get 503, and Greenhouse repeats them. */
    @WithDefault("10000")
    @Min(1)
    int queue();
}
