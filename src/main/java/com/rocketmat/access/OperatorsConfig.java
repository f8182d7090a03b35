package com.rocketmat.access;

import com.rocketmat.tenant.vault.VaultSecrets;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;

/** Where the digests of the operators' tokens are stored. */
@ConfigMapping(prefix = "rocketmat.operators")
public interface OperatorsConfig {

    /**
     * Secret with one key per operator and the value {@code viewer <sha256 hex of token>} or {@code operator <sha256 hex>}. A third
     * word, a comma-separated list of tenant ids, restricts the operator to these tenants.
     */
    @WithDefault("rocketmat/operators")
    @Pattern(regexp = VaultSecrets.PATH, message = VaultSecrets.PATH_RULE)
    String path();
}
