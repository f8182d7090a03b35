package com.rocketmat.tenant.scope;

/**
 * Event: a candidate may be scored again, of whom there may be unknown applications, which takes a sweep of everything open. Fired inside
 * the transaction that makes it so.
 */
public record SweepWanted(TenantId tenant) {}
