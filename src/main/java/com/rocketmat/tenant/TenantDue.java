package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;

/**
 * Event: there is a reason to run this tenant now rather than at its next scheduled time.
 *
 * @param trigger shown in the run log, for example {@code operator} or {@code first model}
 */
public record TenantDue(TenantId tenant, String trigger) {}
