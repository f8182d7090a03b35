package com.rocketmat.tenant.scope;

import java.util.Map;
import java.util.Set;

/**
 * Event, fired inside the transaction that gives the reason: these applications are to be read soon, since what holds of their
 * candidate has changed. Which of them are scored, emptied or left alone is decided by the reading.
 *
 * @param candidates of applications that may have no score to tell whose they are
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
