package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;

/** Event: the replica that was at work for the tenant died, and this one takes the tenant over. */
public record TenantOrphaned(TenantId tenant) {}
