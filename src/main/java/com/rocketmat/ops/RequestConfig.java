package com.rocketmat.ops;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Limits of a request, in addition to Quarkus's {@code quarkus.http.limits.*} and {@code quarkus.http.idle-timeout}. */
@ConfigMapping(prefix = "rocketmat.requests")
public interface RequestConfig {

    /** Time limit for receiving a request's body. With the default, a model of 64 MiB needs 4.5 Mbit/s. */
    @WithDefault("2m")
    @DurationMin(millis = 1)
    Duration time();
}
