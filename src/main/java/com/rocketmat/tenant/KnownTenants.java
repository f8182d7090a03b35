package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;

/** The tenants that this deployment knows, running or not. */
public interface KnownTenants {

    /**
     * The id of a tenant named in a request.
     *
     * @throws com.rocketmat.problem.HttpProblem 404 when there is no such tenant
     */
    TenantId require(String id);
}
