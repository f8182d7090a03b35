package com.rocketmat.tenant.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the tenants' secrets are, and how often they are read. */
@ConfigMapping(prefix = "rocketmat.tenants")
public interface TenantsConfig {

    /** Folder of the tenant secrets in the KV v2 mount. */
    @WithDefault("rocketmat/tenants")
    String path();

    /** How often the folder is read: new, changed and removed tenants take effect within this time. */
    @WithDefault("30s")
    Duration refresh();
}
