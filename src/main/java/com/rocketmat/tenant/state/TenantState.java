package com.rocketmat.tenant.state;

import com.rocketmat.problem.Choice;
import java.util.List;
import java.util.Set;

public enum TenantState {
    ACTIVE,
    DRY_RUN,
    /** By the secret's mode or by an operator. */
    PAUSED,
    /** The secret is invalid. */
    INVALID,
    /** Greenhouse or the model refuses. */
    BLOCKED,
    /** The secret was removed. */
    STOPPED;

    /** The states with these names, or all if no names are given; throws an HttpProblem with 400 if a name is unknown. */
    public static Set<TenantState> named(List<String> names) {
        return Choice.some("state", TenantState.class, Enum::name, names);
    }

    /** Whether slices may run. A blocked tenant is re-checked slowly. */
    public boolean runs() {
        return this == ACTIVE || this == DRY_RUN || this == BLOCKED;
    }

    /** Whether any replica has settings to run the tenant with. */
    public boolean hasSettings() {
        return this != INVALID && this != STOPPED;
    }
}
