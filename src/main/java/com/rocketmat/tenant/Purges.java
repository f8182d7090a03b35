package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.state.TenantPurge;
import com.rocketmat.tenant.state.TenantState;
import com.rocketmat.tenant.state.TenantStates;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Deletes all that is stored of a tenant, or nothing of it. */
@PerTenant
@ApplicationScoped
class Purges {

    private final TenantRegistry registry;
    private final TenantStates states;
    private final Event<TenantPurge> purges;

    Purges(TenantRegistry registry, TenantStates states, Event<TenantPurge> purges) {
        this.registry = registry;
        this.states = states;
        this.purges = purges;
    }

    /**
     * Models may have been imported for an id before it was a tenant: then they are what is deleted.
     *
     * @param force although its secret exists
     */
    @Transactional
    public void purge(TenantId tenant, boolean force) {
        TenantState state = states.lockedState(tenant).orElse(TenantState.STOPPED);
        if (!force && (state != TenantState.STOPPED || registry.settings(tenant).isPresent())) {
            throw TenantProblems.SECRET_EXISTS
                    .problem(
                            "The tenant is %s; only one whose secret is gone is purged".formatted(state),
                            "delete the secret in Vault and wait until the tenant is STOPPED, or purge with ?force=true:"
                                    + " as long as its secret is there it comes back as a new tenant")
                    .build();
        }
        TenantPurge purge = new TenantPurge(tenant);
        purges.fire(purge);
        purge.deleted(states.purge(tenant));
        if (purge.rows().get() == 0) {
            throw TenantRegistry.unknown();
        }
        Log.warnf("tenant %s is purged: %d rows", tenant, purge.rows().get());
    }
}
