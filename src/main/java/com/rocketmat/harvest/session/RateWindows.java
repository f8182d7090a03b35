package com.rocketmat.harvest.session;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Reports tenants' rate windows, for estimates. */
@ApplicationScoped
public class RateWindows {

    private final Budgets budgets;

    RateWindows(Budgets budgets) {
        this.budgets = budgets;
    }

    /** Empty before Greenhouse's first answer. */
    public Optional<RateWindow> of(TenantId tenant) {
        return budgets.load(tenant);
    }
}
