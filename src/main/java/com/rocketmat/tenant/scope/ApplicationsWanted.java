package com.rocketmat.tenant.scope;

import java.util.Set;

/**
 * Event, fired inside the transaction that gives the reason: these applications are to be read soon, since what holds of their
 * candidate has changed. Which of them are scored, emptied or left alone is decided by the reading.
 */
public record ApplicationsWanted(TenantId tenant, Set<Long> applicationIds) {

    public ApplicationsWanted {
        applicationIds = Set.copyOf(applicationIds);
    }
}
