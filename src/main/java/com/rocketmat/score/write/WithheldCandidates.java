package com.rocketmat.score.write;

import com.rocketmat.harvest.row.Application;
import com.rocketmat.tenant.scope.TenantId;
import java.util.Collection;
import java.util.Set;

/** Candidates who must not be scored. */
public interface WithheldCandidates {

    /** Those of the candidates who were erased, or who object. */
    Set<Long> among(TenantId tenant, Collection<Long> candidateIds);

    /**
     * Candidates of these applications who must not be scored. Also respects the rights of the candidate that an application had when it
     * was scored: a merge may not be known yet, or the list may still show the candidate that the merge removed.
     */
    Set<Long> withheld(TenantId tenant, Collection<Application> applications);

    /** The candidate was found to be anonymised: deletes everything about the candidate. */
    void eraseAnonymised(TenantId tenant, long candidateId, Collection<Long> applicationIds);
}
