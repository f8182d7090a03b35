package com.rocketmat.tenant.state;

import com.rocketmat.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The state of a tenant. */
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

    /**
     * The states with these names, or all if no names are given. Parsed here, because JAX-RS answers 404 for a query parameter
     * that cannot be converted.
     *
     * @throws com.rocketmat.problem.HttpProblem 400 if a name is unknown
     */
    public static Set<TenantState> named(List<String> names) {
        Set<TenantState> states = EnumSet.noneOf(TenantState.class);
        for (String name : names) {
            states.add(Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemType.BAD_PARAMETER
                            .problem("Unknown state", "use one of " + Arrays.toString(values()))
                            .with("field", "state")
                            .build()));
        }
        return states.isEmpty() ? EnumSet.allOf(TenantState.class) : states;
    }

    /** Whether slices may run. A blocked tenant is re-checked slowly. */
    public boolean runs() {
        return this == ACTIVE || this == DRY_RUN || this == BLOCKED;
    }
}
