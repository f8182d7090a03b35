package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.settings.TenantSettings.Mode;

/** What a slice starts with: {@code blocked} if the last one was refused, {@code troubled} if there is a problem for a success to clear. */
public record Claim(Lease lease, RunPermission permission, boolean blocked, boolean troubled) {

    /** From the tenant's row; {@code remarked} if the state has a reason. */
    public static Claim of(Lease lease, StateTransitions condition, boolean remarked, boolean allPaused, Mode mode) {
        return new Claim(
                lease,
                RunPermission.of(condition.shown(), allPaused),
                condition.shown() == TenantState.BLOCKED,
                remarked || !condition.after(new TenantEvent.WentWell(mode)).equals(condition));
    }
}
