package com.rocketmat.audit;

import com.rocketmat.tenant.scope.TenantId;

/** Names for candidates, whose ids the log never contains. */
public interface Pseudonyms {

    String of(TenantId tenant, long candidateId);
}
