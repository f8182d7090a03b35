package com.rocketmat.tenant;

/** Event: what the registry saw in Vault. Fired on each replica that sees it. */
public sealed interface TenantChange {

    TenantId tenant();

    /**
     * The tenant's settings are usable and this replica did not run it before.
     *
     * @param isNew no replica ever knew it
     */
    record Started(TenantId tenant, boolean isNew) implements TenantChange {}

    /** A running tenant has other settings than before. */
    record Changed(TenantId tenant) implements TenantChange {}

    /** The secret is gone; the tenant's data stays. */
    record Stopped(TenantId tenant) implements TenantChange {}
}
