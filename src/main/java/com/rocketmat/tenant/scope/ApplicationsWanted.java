package com.rocketmat.tenant.scope;

import java.util.Map;
import java.util.Set;

/**
 * Event, fired inside the transaction that causes it: read these applications soon, because an objection or the identity of their
 * candidate has changed. The reading decides which of them are scored, cleared or left alone.
 *
 * @param candidates the candidates of applications that may have no score
 */
public record ApplicationsWanted(TenantId tenant, Set<Long> applicationIds, Map<Long, Long> candidates) {

    public ApplicationsWanted {
        applicationIds = Set.copyOf(applicationIds);
        candidates = Map.copyOf(candidates);
    }

    public ApplicationsWanted(TenantId tenant, Set<Long> applicationIds) {
        this(tenant, applicationIds, Map.of());
    }
}
