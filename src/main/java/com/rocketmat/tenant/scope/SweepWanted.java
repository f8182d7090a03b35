package com.rocketmat.tenant.scope;

/**
 * Event, fired inside the transaction that gives the reason: a candidate of whom no application is known may be scored again, and only
 * reading everything open finds theirs.
 */
public record SweepWanted(TenantId tenant) {}
