package com.rocketmat.decision.seal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Keys in Vault's transit engine, which is mounted at {@code quarkus.vault.transit-secret-engine-mount-path}. */
@ConfigMapping(prefix = "rocketmat.privacy")
public interface SealConfig {

    /** The key that wraps the tenants' data keys, which seal the feature values of decisions. */
    @WithDefault("rocketmat")
    String transitKey();

    /** The Ed25519 key that signs exports of decisions. */
    @WithDefault("rocketmat-signing")
    String signingKey();
}
