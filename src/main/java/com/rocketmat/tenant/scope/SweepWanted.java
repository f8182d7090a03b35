package com.rocketmat.tenant.scope;

/**
 * Event, fired inside the transaction that causes it: a candidate may be scored again and may have unknown applications, so a sweep is
 * due.
 */
public record SweepWanted(TenantId tenant) {}
