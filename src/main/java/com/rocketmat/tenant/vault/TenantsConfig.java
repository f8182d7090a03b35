package com.rocketmat.tenant.vault;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Where the tenants' secrets are, and how often they are read. */
@ConfigMapping(prefix = "rocketmat.tenants")
public interface TenantsConfig {

    /** Folder of the tenant secrets in the KV v2 mount. */
    @WithDefault("rocketmat/tenants")
    @Pattern(regexp = VaultSecrets.PATH, message = VaultSecrets.PATH_RULE)
    String path();

    /** How often the folder is read. New, changed and removed tenants take effect within this time. */
    @WithDefault("30s")
    @DurationMin(seconds = 1)
    Duration refresh();
}
