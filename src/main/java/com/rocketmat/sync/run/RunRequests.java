package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Who asked for a run that has not started. */
@PerTenant
@ApplicationScoped
public class RunRequests {

    /** What the run log says of a tenant's first run. */
    public static final String NEW_TENANT = "new tenant";

    public static final String CHANGED_SECRET = "changed secret";

    static final String SCHEDULE = "schedule";

    /** Requests a run. One that is under way does not count, since it may have read the rows in question already. */
    @Transactional
    public void request(TenantId tenant, String trigger) {
        SyncPosition.locked(tenant).requestedBy = trigger;
    }

    /**
     * Drops the request, since nothing can be run for the tenant now; one that comes because of what has changed meanwhile stays.
     *
     * @param still whether nothing can be run, asked once no request can come in between
     */
    @Transactional
    public void decline(TenantId tenant, BooleanSupplier still) {
        SyncPosition position = SyncPosition.locked(tenant);
        if (still.getAsBoolean()) {
            position.requestedBy = null;
        }
    }

    /** Tenants with a request that has not started; those that are just new have none. */
    @AcrossTenants
    @Transactional
    public List<TenantId> requested() {
        return SyncPosition.<SyncPosition>stream("requestedBy is not null and requestedBy <> ?1", NEW_TENANT)
                .map(position -> new TenantId(position.tenantId))
                .toList();
    }

    /** Whether a run was asked for, or is the tenant's first, that has not started. */
    @Transactional
    public boolean requested(TenantId tenant) {
        return SyncPosition.find(tenant)
                .filter(position -> position.requestedBy != null)
                .isPresent();
    }
}
