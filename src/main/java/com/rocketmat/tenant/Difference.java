package com.rocketmat.tenant;

import com.rocketmat.tenant.Differences.Report;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.settings.TenantSecret.Outcome;
import com.rocketmat.tenant.settings.TenantSettings;

/**
 * A change of a tenant's secret that this replica has not acted on.
 *
 * @param before what was reported last
 * @param now to be reported once it is acted on
 * @param runs the settings with which the tenant runs here or, if its secret is unusable, is to run; null without any
 */
record Difference(TenantId tenant, Report before, Report now, TenantSettings runs) {

    /** It is not running here yet. */
    boolean first() {
        return runs == null;
    }

    /** It runs with other settings, or with another version of the secret. */
    boolean changed() {
        return !first() && !now.equals(new Report(new Outcome.Valid(runs), before.version()));
    }

    /** The secret was last reported as unusable. */
    boolean corrected() {
        return before.outcome() instanceof Outcome.Invalid || before.outcome() instanceof Outcome.Taken;
    }
}
