package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;

/** The tenants of this deployment, running or not. */
public interface KnownTenants {

    /** The id of a tenant named in a request; throws an HttpProblem with 404 if the tenant does not exist. */
    TenantId require(String id);

    /** Names that never were tenants, and those of purged ones, have no rows. */
    boolean knows(String id);
}
