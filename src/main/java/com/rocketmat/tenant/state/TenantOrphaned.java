package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;

/**
 * Event: the replica that ran the tenant died, or ends before its slice does, and another one takes it over; {@code dead} if its process is
 * gone, instead of only the database for a while.
 */
public record TenantOrphaned(TenantId tenant, boolean dead) {}
