package com.rocketmat.tenant.scope;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside the transaction that erases a candidate, or one application of a candidate who may have others: each package deletes
 * its rows of this person, by candidate or by application, and says how many there were.
 *
 * @param candidate empty for an application alone
 * @param applicationIds that application, or all known ones of the candidate
 * @param remembered whether the candidate stays excluded from scoring after applying again
 */
public record PersonErased(
        TenantId tenant, Optional<Long> candidate, Set<Long> applicationIds, boolean remembered, AtomicLong rows) {

    public PersonErased {
        applicationIds = Set.copyOf(applicationIds);
    }

    public PersonErased(TenantId tenant, Optional<Long> candidate, Set<Long> applicationIds, boolean remembered) {
        this(tenant, candidate, applicationIds, remembered, new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
