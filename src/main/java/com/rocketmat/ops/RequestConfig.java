package com.rocketmat.ops;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of a request, beside Quarkus's own {@code quarkus.http.limits.*} and {@code quarkus.http.idle-timeout}. */
@ConfigMapping(prefix = "rocketmat.requests")
public interface RequestConfig {

    /** How long the body of a request may take to come in; a model of 64 MiB needs 4.5 Mbit/s. */
    @WithDefault("2m")
    Duration time();

    /** The largest body that is no form. */
    @WithDefault("1M")
    MemorySize maxText();
}
