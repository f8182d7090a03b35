package com.rocketmat.tenant.state;

import com.rocketmat.tenant.settings.TenantSettings.Mode;

/** Whether a slice of a tenant may run or continue. */
public enum RunPermission {
    GRANTED,
    /** An operator has paused all tenants; each continues where it stopped once they are resumed. */
    ALL_PAUSED,
    /** The tenant's own state does not allow it. */
    DENIED;

    public static RunPermission of(TenantState state, boolean heldByOperator, boolean allPaused) {
        if (!state.runs() || heldByOperator) {
            return DENIED;
        }
        return allPaused ? ALL_PAUSED : GRANTED;
    }

    /** The secret's mode takes effect at once, even before it is recorded in the database. */
    public RunPermission under(Mode mode) {
        return mode == Mode.PAUSED ? DENIED : this;
    }
}
