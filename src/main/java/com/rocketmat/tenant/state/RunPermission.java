package com.rocketmat.tenant.state;

import com.rocketmat.tenant.settings.TenantSettings.Mode;

public enum RunPermission {
    GRANTED,
    /** An operator has paused all tenants; each continues where it stopped once they are resumed. */
    ALL_PAUSED,
    /** The tenant's own state does not allow it. */
    DENIED;

    /** SQL for the tenants whose trainings wait. Those of stopped ones do not: a replica that trains cancels them. */
    public static final String WAITING = "SELECT w.tenant_id FROM tenant w, kill_switch s"
            + " WHERE w.state IN ('PAUSED', 'INVALID') OR s.paused AND w.state <> 'STOPPED'";

    /** By the state that is shown, which is PAUSED while an operator has paused the tenant. */
    public static RunPermission of(TenantState shown, boolean allPaused) {
        if (!shown.runs()) {
            return DENIED;
        }
        return allPaused ? ALL_PAUSED : GRANTED;
    }

    /** The secret's mode takes effect at once, even before it is recorded in the database. */
    public RunPermission under(Mode mode) {
        return mode == Mode.PAUSED ? DENIED : this;
    }
}
