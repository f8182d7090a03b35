package com.rocketmat.tenant.state;

import com.rocketmat.tenant.settings.TenantSettings.Mode;
import com.rocketmat.tenant.state.TenantEvent.Refused;
import com.rocketmat.tenant.state.TenantEvent.SecretGone;
import com.rocketmat.tenant.state.TenantEvent.SecretUnread;
import com.rocketmat.tenant.state.TenantEvent.SecretUnusable;
import com.rocketmat.tenant.state.TenantEvent.SecretUsable;
import com.rocketmat.tenant.state.TenantEvent.WentWell;

/**
 * A tenant's state and all its transitions. An operator's pause covers the state: changes beneath it are kept, and a pause does
 * not end BLOCKED.
 *
 * @param state beneath the operator's pause
 */
record StateTransitions(TenantState state, boolean held) {

    StateTransitions after(TenantEvent event) {
        return new StateTransitions(next(state, event), held);
    }

    /** The state beneath follows the secret during the pause too. */
    StateTransitions held(boolean byOperator) {
        return new StateTransitions(state, byOperator);
    }

    /** The visible state, which slices follow. */
    TenantState shown() {
        return held && state.runs() ? TenantState.PAUSED : state;
    }

    private static TenantState next(TenantState now, TenantEvent event) {
        return switch (event) {
            case SecretUsable(Mode mode, boolean newer) ->
                // it was not paused by its secret when it was blocked, so this is new, regardless of which replica
                // reports it
                now == TenantState.BLOCKED && !newer && mode != Mode.PAUSED ? now : running(mode);
            case SecretUnusable _ -> TenantState.INVALID;
            case SecretUnread _ -> now == TenantState.STOPPED ? TenantState.INVALID : now;
            case SecretGone _ -> TenantState.STOPPED;
            // reported by a slice that began before the tenant was stopped or paused, so it is outdated
            case Refused _ -> now.runs() ? TenantState.BLOCKED : now;
            case WentWell(Mode mode) -> now == TenantState.BLOCKED ? running(mode) : now;
        };
    }

    private static TenantState running(Mode mode) {
        return switch (mode) {
            case LIVE -> TenantState.ACTIVE;
            case DRY_RUN -> TenantState.DRY_RUN;
            case PAUSED -> TenantState.PAUSED;
        };
    }
}
