package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.inject.spi.CDI;

/** A tenant that exists but never runs, since it has no secret. */
public final class KnownTenant {

    private KnownTenant() {}

    public static void add(TenantId tenant) {
        TenantStates states = CDI.current().select(TenantStates.class).get();
        QuarkusTransaction.requiringNew().run(() -> states.appear(tenant));
    }
}
