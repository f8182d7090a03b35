package com.rocketmat.tenant.state;

/**
 * A state with its explanation.
 *
 * @param reason what is wrong or worth knowing, null when all is well
 * @param remedy what to do about it, null when there is nothing to do
 */
public record TenantStatus(TenantState state, String reason, String remedy) {

    private static final String BY_OPERATOR = "paused by an operator";

    public static TenantStatus of(TenantState state) {
        return new TenantStatus(state, null, null);
    }

    /** The state stays what it is, and is not what keeps the tenant from running. */
    public TenantStatus whileAllArePaused() {
        return state.runs()
                ? new TenantStatus(
                        state,
                        "all tenants are paused" + (reason == null ? "" : "; beneath that: " + reason),
                        "resume them all (POST /api/resume)")
                : this;
    }

    /** With the reason of the state beneath an operator's pause. */
    static TenantStatus of(StateTransitions condition, String reason, String remedy) {
        TenantState shown = condition.shown();
        if (!condition.held() || shown != TenantState.PAUSED) {
            return new TenantStatus(shown, reason, remedy);
        }
        boolean hides = condition.state() != TenantState.PAUSED && reason != null;
        return new TenantStatus(shown, hides ? BY_OPERATOR + "; beneath that: " + reason : BY_OPERATOR, "resume it");
    }
}
