package com.rocketmat.decision;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.tenant.scope.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Seals feature values for the log, for tenants with {@code decisions=features}. Without it the log keeps scores. */
public interface SealedFeatures {

    /** Call it outside a transaction: it may wait for Vault. False if the tenant's values are not to be sealed. */
    boolean prepare(TenantId tenant);

    /** The salt is random, and gone with an erasure. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Key(UUID alias, byte[] salt) {}

    /**
     * Part of the transaction that records the score, so it must not call out. Only the key's owner can open the result, with the salt.
     *
     * @return empty if values cannot be sealed at present
     */
    Optional<byte[]> seal(TenantId tenant, Key key, long number, String version, Map<String, FeatureValue> features);
}
