package com.rocketmat.tenant.scope;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/** Tells Hibernate whose rows a session may see; it is asked when the session opens. */
@PersistenceUnitExtension
@ApplicationScoped
final class TenantOfSession implements TenantResolver {

    @Override
    public String getDefaultTenantId() {
        return TenantScope.NOBODY;
    }

    @Override
    public String resolveTenantId() {
        String present = TenantScope.present();
        if (present.equals(TenantScope.NOBODY)) {
            throw new IllegalStateException(
                    "a query without a tenant: its transaction takes a TenantId first, or is @AcrossTenants");
        }
        return present;
    }

    @Override
    public boolean isRoot(String tenant) {
        return TenantScope.EVERYBODY.equals(tenant);
    }
}
