package com.rocketmat.harvest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where Greenhouse is. */
@ConfigMapping(prefix = "rocketmat.harvest")
public interface HarvestConfig {

    /** Base address of Harvest, without the version; a tenant's {@code harvest_url} overrides it. */
    @WithDefault("https://harvest.greenhouse.io")
    URI url();

    /** Address of the OAuth token endpoint. */
    @WithDefault("https://auth.greenhouse.io/token")
    URI tokenUrl();
}
