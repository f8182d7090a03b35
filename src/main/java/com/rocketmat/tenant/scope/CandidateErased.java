package com.rocketmat.tenant.scope;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside the transaction that erases a candidate: each package deletes its rows of this person, by candidate or by
 * application, and says how many there were.
 *
 * @param applicationIds all that are known of the candidate
 */
public record CandidateErased(TenantId tenant, long candidateId, Set<Long> applicationIds, AtomicLong rows) {

    public CandidateErased {
        applicationIds = Set.copyOf(applicationIds);
    }

    public CandidateErased(TenantId tenant, long candidateId, Collection<Long> applicationIds) {
        this(tenant, candidateId, Set.copyOf(applicationIds), new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
