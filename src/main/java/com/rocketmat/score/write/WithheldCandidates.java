package com.rocketmat.score.write;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Collection;
import java.util.Set;

/** Candidates who must not be scored. */
public interface WithheldCandidates {

    /** Those of the candidates who were erased, or who object. */
    Set<Long> among(TenantId tenant, Collection<Long> candidateIds);

    /** The candidate was found to be anonymised: deletes everything about the candidate. */
    void anonymised(TenantId tenant, long candidateId, Collection<Long> applicationIds);
}
