package com.rocketmat.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the operators' token digests are. */
@ConfigMapping(prefix = "rocketmat.operators")
public interface OperatorsConfig {

    /**
     * Secret with one key a name and the value {@code viewer <sha256 hex of token>} or {@code operator <sha256 hex>}; a third word, ids of
     * tenants with commas between, keeps the caller to these.
     */
    @WithDefault("rocketmat/operators")
    String path();
}
