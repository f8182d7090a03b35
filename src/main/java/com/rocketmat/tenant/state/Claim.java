package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.settings.TenantSettings.Mode;

/**
 * What a slice begins with.
 *
 * @param permission whether it may run, by the tenant's own state and the switch for all
 * @param troubled there is something to clear once it went well
 */
public record Claim(Lease lease, RunPermission permission, boolean troubled) {

    /**
     * As the tenant's row says.
     *
     * @param remarked a reason stands beside the state
     */
    public static Claim of(Lease lease, StateTransitions condition, boolean remarked, boolean allPaused, Mode mode) {
        return new Claim(
                lease,
                RunPermission.of(condition.shown(), condition.held(), allPaused),
                remarked || !condition.after(new TenantEvent.WentWell(mode)).equals(condition));
    }

    /** For a tenant that no replica ever knew. */
    public static Claim ofUnknown(Lease lease) {
        return new Claim(lease, RunPermission.DENIED, true);
    }
}
