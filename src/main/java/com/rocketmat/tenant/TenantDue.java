package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;

/** Event: there is a reason, shown in the run log, to run this tenant now rather than at its next scheduled time. */
public record TenantDue(TenantId tenant, String trigger) {}
