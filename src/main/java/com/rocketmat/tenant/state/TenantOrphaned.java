package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;

/** Event: the replica that ran the tenant died, and this one takes it over. */
public record TenantOrphaned(TenantId tenant) {}
