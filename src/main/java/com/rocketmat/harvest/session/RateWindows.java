package com.rocketmat.harvest.session;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Tells of tenants' rate windows, for estimates. */
@ApplicationScoped
public class RateWindows {

    private final Budgets budgets;

    RateWindows(Budgets budgets) {
        this.budgets = budgets;
    }

    /** Empty before Greenhouse has answered at all. */
    public Optional<RateWindow> of(TenantId tenant) {
        return budgets.load(tenant);
    }
}
