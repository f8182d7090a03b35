package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;

/** Event: something is there for the tenant's next slice, which needs no run. One that waits for its rate window goes on waiting. */
public record TenantWake(TenantId tenant) {}
