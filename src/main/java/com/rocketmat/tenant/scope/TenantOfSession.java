package com.rocketmat.tenant.scope;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/** Resolves the tenant whose rows a session may access, when the session opens. */
@PersistenceUnitExtension
@ApplicationScoped
final class TenantOfSession implements TenantResolver {

    @Override
    public String getDefaultTenantId() {
        return TenantScope.NO_TENANT;
    }

    @Override
    public String resolveTenantId() {
        String present = TenantScope.present();
        if (present.equals(TenantScope.NO_TENANT)) {
            throw new IllegalStateException(
                    "a query without a tenant: its transaction needs a TenantId as its first parameter, or @AcrossTenants");
        }
        return present;
    }

    @Override
    public boolean isRoot(String tenant) {
        return TenantScope.ALL_TENANTS.equals(tenant);
    }
}
