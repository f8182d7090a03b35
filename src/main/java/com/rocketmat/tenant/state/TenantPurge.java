package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside one transaction: each room deletes its rows of this tenant and says how many there were, or refuses by an
 * exception. What is in memory goes with {@link TenantChange.Stopped}.
 */
public record TenantPurge(TenantId tenant, AtomicLong rows) {

    /** Observers of this priority are first: the schedule, which may refuse, and then the lease. */
    public static final int SCHEDULE = 1;

    static final int FENCE = 2;

    public TenantPurge(TenantId tenant) {
        this(tenant, new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
