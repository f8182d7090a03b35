package com.rocketmat.decision;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.tenant.scope.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Seals feature values for the log, for tenants with {@code decisions=features}; for others the log only keeps scores. */
public interface SealedFeatures {

    /** Loads the tenant's key; returns whether its values are to be sealed. May wait for Vault, so call it outside a transaction. */
    boolean prepare(TenantId tenant);

    /**
     * Seals values in the transaction that records the score, so it must not wait for Vault. Opening them takes the tenant's key and the
     * salt.
     *
     * @param salt random; an erasure deletes it
     * @return empty if the tenant's key is not available
     */
    Optional<byte[]> seal(
            TenantId tenant, UUID alias, byte[] salt, long number, String version, Map<String, FeatureValue> features);
}
