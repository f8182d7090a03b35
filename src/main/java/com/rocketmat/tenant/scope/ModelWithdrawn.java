package com.rocketmat.tenant.scope;

/**
 * Event: an operator switched a model version off, whose scores that wait are not to be written any more. Fired inside the transaction
 * that makes it so.
 */
public record ModelWithdrawn(TenantId tenant, String version) {}
