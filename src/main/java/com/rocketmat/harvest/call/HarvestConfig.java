package com.rocketmat.harvest.call;

import com.rocketmat.tenant.settings.HttpAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where Greenhouse is, and timeouts for its calls. */
@ConfigMapping(prefix = "rocketmat.harvest")
public interface HarvestConfig {

    /** Base address of Harvest, without the version. A tenant's {@code harvest_url} overrides it. */
    @WithDefault("https://harvest.greenhouse.io")
    @WithConverter(HttpAddress.class)
    URI url();

    /** Address of the OAuth token endpoint. */
    @WithDefault("https://auth.greenhouse.io/token")
    @WithConverter(HttpAddress.class)
    URI tokenUrl();

    /** Time limit for a call, including its token. After this time a read is not retried: with 3 s or less, a slow one never is. */
    @WithDefault("20s")
    @DurationMin(millis = 1)
    Duration callTimeout();

    /** How long a tenant's calls pause after several consecutive failures. */
    @WithDefault("20s")
    @DurationMin
    Duration circuitDelay();
}
