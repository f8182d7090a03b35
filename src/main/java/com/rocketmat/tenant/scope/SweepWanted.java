package com.rocketmat.tenant.scope;

/**
 * Event: a candidate may be scored again, and may have applications that are not known here, so that everything open is swept. Fired
 * inside the transaction that makes it so.
 */
public record SweepWanted(TenantId tenant) {}
