package com.rocketmat.tenant.scope;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Event, fired inside the transaction that erases a candidate: each package deletes its rows of this person, by candidate or by
 * application, and says how many there were.
 *
 * @param applicationIds all known applications of the candidate
 * @param remembered whether the candidate stays excluded from scoring after applying again
 */
public record CandidateErased(
        TenantId tenant, long candidateId, Set<Long> applicationIds, boolean remembered, AtomicLong rows) {

    public CandidateErased {
        applicationIds = Set.copyOf(applicationIds);
    }

    public CandidateErased(TenantId tenant, long candidateId, Collection<Long> applicationIds, boolean remembered) {
        this(tenant, candidateId, Set.copyOf(applicationIds), remembered, new AtomicLong());
    }

    public void deleted(long more) {
        rows.addAndGet(more);
    }
}
