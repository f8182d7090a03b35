package com.rocketmat.tenant.scope;

/**
 * Event, fired inside the transaction that causes it: an operator switched off a model version, so its waiting scores must not be
 * written.
 */
public record ModelSwitchedOff(TenantId tenant, String version) {}
