package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;
import com.rocketmat.tenant.vault.SecretVersion;

/** Something about a tenant's secret that this replica has not acted on. */
sealed interface Difference {

    TenantId tenant();

    record Gone(TenantId tenant) implements Difference {}

    /**
     * The tenant is to run with these settings.
     *
     * @param first it does not run here yet
     * @param changed it runs with other settings, or with another version of them
     * @param corrected what was reported last is that its secret is of no use
     */
    record Usable(TenantSettings settings, SecretVersion version, boolean first, boolean changed, boolean corrected)
            implements Difference {

        @Override
        public TenantId tenant() {
            return settings.id();
        }
    }

    /**
     * The secret is of no use.
     *
     * @param outcome that it is not valid, or that its credential is another tenant's
     * @param lastGood what the tenant runs with and goes on with; null when it does not run here
     */
    record Unusable(TenantId tenant, SecretVersion version, Outcome outcome, String reason, TenantSettings lastGood)
            implements Difference {}

    /** Vault does not give the secret of a tenant that does not run here. */
    record Unread(TenantId tenant, String reason) implements Difference {}
}
