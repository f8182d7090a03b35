package com.rocketmat.sync;

import com.rocketmat.harvest.session.HarvestSessions;
import com.rocketmat.tenant.scope.PerTenant;
import com.rocketmat.tenant.scope.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;

/** Opens the transactions of a slice. With thousands of idle tenants they are most of the work, so there are few. */
@PerTenant
@ApplicationScoped
class SliceTransactions {

    private final HarvestSessions sessions;

    SliceTransactions(HarvestSessions sessions) {
        this.sessions = sessions;
    }

    @Transactional
    <T> T run(TenantId tenant, Supplier<T> work) {
        return work.get();
    }

    /** After Greenhouse calls, with the rate window that they left. */
    @Transactional
    <T> T afterCalls(TenantId tenant, Supplier<T> work) {
        T made = work.get();
        sessions.save(tenant);
        return made;
    }
}
