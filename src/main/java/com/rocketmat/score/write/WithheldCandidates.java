package com.rocketmat.score.write;

import com.rocketmat.tenant.scope.TenantId;
import java.util.Collection;
import java.util.Set;

/** Candidates who are not to be scored, as far as writing needs to know. */
public interface WithheldCandidates {

    /** Those of the candidates who were erased, or object. */
    Set<Long> among(TenantId tenant, Collection<Long> candidateIds);

    /** The candidate was found to be anonymised: nothing is kept of it. */
    void anonymised(TenantId tenant, long candidateId, Collection<Long> applicationIds);
}
