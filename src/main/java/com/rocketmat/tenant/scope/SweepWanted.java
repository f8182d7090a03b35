package com.rocketmat.tenant.scope;

/**
 * Event: a candidate without a known application may be scored again, which takes a sweep of everything open. Fired inside the
 * transaction that makes it so.
 */
public record SweepWanted(TenantId tenant) {}
