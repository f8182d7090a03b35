package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;

/** A change of a tenant's secret that this replica has not acted on. */
sealed interface Difference {

    TenantId tenant();

    record Gone(TenantId tenant) implements Difference {}

    /**
     * The tenant is to run with these settings.
     *
     * @param first it is not running here yet
     * @param changed it runs with other settings, or with another version of the secret
     * @param corrected the secret was last reported as unusable
     */
    record Usable(TenantSettings settings, SecretVersion version, boolean first, boolean changed, boolean corrected)
            implements Difference {

        @Override
        public TenantId tenant() {
            return settings.id();
        }
    }

    /** The secret is unusable: the tenant keeps running with {@code lastGood}, which is null if it does not run here. */
    record Unusable(TenantId tenant, SecretVersion version, Outcome outcome, String reason, TenantSettings lastGood)
            implements Difference {}

    /** Vault does not return the secret; {@code version} is the one that the tenant runs with, null if it does not run here. */
    record Unread(TenantId tenant, SecretVersion version, String reason) implements Difference {}
}
