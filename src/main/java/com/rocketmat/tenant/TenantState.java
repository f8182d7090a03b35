package com.rocketmat.tenant;

/** Where a tenant stands. */
public enum TenantState {
    ACTIVE,
    DRY_RUN,
    /** By the secret's mode or by an operator. */
    PAUSED,
    /** The secret cannot be used. */
    INVALID,
    /** Greenhouse or the model refuses. */
    BLOCKED,
    /** The secret is gone. */
    STOPPED;

    /** Whether slices may be run. A blocked tenant is re-checked at a slow pace. */
    public boolean runs() {
        return this == ACTIVE || this == DRY_RUN || this == BLOCKED;
    }
}
