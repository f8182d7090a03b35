package com.rocketmat.tenant.state;

import com.rocketmat.problem.ProblemType;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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

    /**
     * Those of these names; of none named, all. Read here, because a query parameter that cannot be converted would be a 404 by the book.
     *
     * @throws com.rocketmat.problem.HttpProblem 400 when no state has the name
     */
    public static Set<TenantState> named(List<String> names) {
        Set<TenantState> states = EnumSet.noneOf(TenantState.class);
        for (String name : names) {
            states.add(Arrays.stream(values())
                    .filter(state -> state.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> ProblemType.BAD_PARAMETER
                            .problem("No tenant is ever in this state", "use one of " + Arrays.toString(values()))
                            .with("field", "state")
                            .build()));
        }
        return states.isEmpty() ? EnumSet.allOf(TenantState.class) : states;
    }

    /** Whether slices may be run. A blocked tenant is re-checked at a slow pace. */
    public boolean runs() {
        return this == ACTIVE || this == DRY_RUN || this == BLOCKED;
    }
}
