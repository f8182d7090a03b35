package com.rocketmat.tenant.scope;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside the transaction that erases one application of a candidate who may have others: each package deletes its rows
 * of this application and says how many there were.
 */
public record ApplicationErased(TenantId tenant, long applicationId, AtomicLong rows) {

    public ApplicationErased(TenantId tenant, long applicationId) {
        this(tenant, applicationId, new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
