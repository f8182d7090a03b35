package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantUnit;
import com.rocketmat.tenant.state.TenantStates;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/** What operators do with a tenant that exists, for one or for many. */
@ApplicationScoped
public class TenantActions {

    /** The trigger of a run that an operator asked for. */
    public static final String OPERATOR = "operator";

    private final TenantRegistry registry;
    private final TenantStates states;
    private final TenantUnit unit;
    private final Event<TenantDue> due;

    TenantActions(TenantRegistry registry, TenantStates states, TenantUnit unit, Event<TenantDue> due) {
        this.registry = registry;
        this.states = states;
        this.unit = unit;
        this.due = due;
    }

    public void pause(TenantId tenant) {
        states.pause(tenant);
    }

    /** In one transaction: after a failure the tenant is still paused, so that the call can be repeated. */
    public void resume(TenantId tenant) {
        unit.run(tenant, () -> {
            if (states.resume(tenant)) {
                due.fire(new TenantDue(tenant, "resumed"));
            }
        });
    }

    /** Makes the tenant due now; throws an HttpProblem with 409 if it does not run. */
    public void sync(TenantId tenant) {
        registry.requireSettings(tenant);
        due.fire(new TenantDue(tenant, OPERATOR));
    }
}
