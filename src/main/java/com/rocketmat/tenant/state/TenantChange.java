package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;

/** Event: what the registry saw in Vault. Fired on each replica that sees it. */
public sealed interface TenantChange {

    TenantId tenant();

    /**
     * This replica begins to run the tenant: it is new, or others run it with these settings, or did before they ended.
     *
     * @param isNew no replica ever knew it
     */
    record Started(TenantId tenant, boolean isNew) implements TenantChange {}

    /** The tenant has other settings than those that it ran with, or has some again. */
    record Changed(TenantId tenant) implements TenantChange {}

    /** The secret is gone; the tenant's data stays. */
    record Stopped(TenantId tenant) implements TenantChange {}
}
