package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;

/** Event: what the registry saw in Vault. Fired on each replica that sees it. */
public sealed interface TenantChange {

    TenantId tenant();

    /**
     * This replica starts to run the tenant: it is new to every replica, or others run it with these settings, or did before they ended.
     */
    record Started(TenantId tenant, boolean isNew) implements TenantChange {}

    /** The tenant has other settings than it ran with, or has settings again. */
    record Changed(TenantId tenant) implements TenantChange {}

    /** The secret was removed; the tenant's data stays. */
    record Stopped(TenantId tenant) implements TenantChange {}
}
