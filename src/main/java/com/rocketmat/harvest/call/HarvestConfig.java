package com.rocketmat.harvest.call;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where Greenhouse is, and how long to wait for it. */
@ConfigMapping(prefix = "rocketmat.harvest")
public interface HarvestConfig {

    /** Base address of Harvest, without the version; a tenant's {@code harvest_url} overrides it. */
    @WithDefault("https://harvest.greenhouse.io")
    URI url();

    /** Address of the OAuth token endpoint. */
    @WithDefault("https://auth.greenhouse.io/token")
    URI tokenUrl();

    /** How long a call may take, token included. */
    @WithDefault("20s")
    Duration callTimeout();

    /** How long a tenant's calls rest when several in a row met a Greenhouse out of order. */
    @WithDefault("20s")
    Duration circuitDelay();
}
