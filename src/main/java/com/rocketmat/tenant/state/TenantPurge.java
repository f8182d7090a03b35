package com.rocketmat.tenant.state;

import com.rocketmat.tenant.scope.TenantId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired in one transaction: each package deletes its rows of this tenant and reports how many, or refuses with an
 * exception. {@link TenantChange.Stopped} clears memory.
 */
public record TenantPurge(TenantId tenant, AtomicLong rows) {

    /** Observers with this priority run first: the schedule, which may refuse, and then the lease. */
    public static final int SCHEDULE = 1;

    static final int FENCE = 2;

    public TenantPurge(TenantId tenant) {
        this(tenant, new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
