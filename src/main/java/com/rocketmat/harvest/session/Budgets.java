package com.rocketmat.harvest.session;

import com.rocketmat.harvest.RateWindow;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.Optional;

/** Stores each tenant's rate window in the database for the next replica. */
@PerTenant
@Transactional
@ApplicationScoped
public class Budgets {

    public Optional<RateWindow> load(TenantId tenant) {
        return HarvestBudget.find(tenant)
                .map(row -> new RateWindow(
                        row.callLimit, row.remaining, Duration.ofSeconds(row.windowSeconds), row.windowEnd));
    }

    public void save(TenantId tenant, RateWindow snapshot) {
        HarvestBudget.save(tenant, snapshot);
    }
}
