package com.rocketmat.tenant.state;

/** A state with its explanation: what is wrong or worth knowing, and what to do about it; each may be null. */
public record TenantStatus(TenantState state, String reason, String remedy) {

    private static final String BY_OPERATOR = "paused by an operator";

    public static TenantStatus of(TenantState state) {
        return new TenantStatus(state, null, null);
    }

    /** Explains that the tenant does not run because all tenants are paused; its own state is unchanged. */
    public TenantStatus whileAllArePaused() {
        return state.runs()
                ? new TenantStatus(
                        state,
                        "all tenants are paused" + (reason == null ? "" : "; its own state: " + reason),
                        "resume all tenants (POST /api/resume)")
                : this;
    }

    /** With the reason of the state beneath an operator's pause. */
    static TenantStatus of(StateTransitions condition, String reason, String remedy) {
        TenantState shown = condition.shown();
        if (!condition.held() || shown != TenantState.PAUSED) {
            return new TenantStatus(shown, reason, remedy);
        }
        boolean hides = condition.state() != TenantState.PAUSED && reason != null;
        return new TenantStatus(shown, hides ? BY_OPERATOR + "; its own state: " + reason : BY_OPERATOR, "resume it");
    }
}
