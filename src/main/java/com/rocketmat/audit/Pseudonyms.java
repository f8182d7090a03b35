package com.rocketmat.audit;

import com.rocketmat.tenant.scope.TenantId;

/** What the log calls candidates, whose ids it never has. */
public interface Pseudonyms {

    String of(TenantId tenant, long candidateId);
}
