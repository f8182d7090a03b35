package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.Lease;
import com.rocketmat.tenant.settings.TenantSettings.Mode;
import java.util.Optional;

/**
 * What a slice starts with.
 *
 * @param blocked whether the last one was refused
 * @param troubled whether there is a problem for a success to clear
 * @param secretVersion of the newest valid secret that a replica has read, if known
 */
public record Claim(
        Lease lease, RunPermission permission, boolean blocked, boolean troubled, Optional<Long> secretVersion) {

    /** From the tenant's row; {@code remarked} if the state has a reason. */
    public static Claim of(
            Lease lease,
            StateTransitions condition,
            boolean remarked,
            boolean allPaused,
            Mode mode,
            Optional<Long> secretVersion) {
        return new Claim(
                lease,
                RunPermission.of(condition.shown(), allPaused),
                condition.shown() == TenantState.BLOCKED,
                remarked || !condition.after(new TenantEvent.WentWell(mode)).equals(condition),
                secretVersion);
    }
}
