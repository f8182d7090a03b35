package com.rocketmat.tenant;

import com.rocketmat.tenant.scope.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** What other packages know about tenants and the tenant resource shows; nothing for a tenant without an entry. */
public final class TenantFacts {

    private TenantFacts() {}

    /** Scores that wait for their PATCH. */
    public interface Backlog {
        Map<TenantId, Long> backlog(Collection<TenantId> tenants);
    }

    public interface ActiveModel {
        Map<TenantId, String> activeModel(Collection<TenantId> tenants);
    }

    public interface NextDue {
        Map<TenantId, Instant> nextDue(Collection<TenantId> tenants);

        /** When the most overdue tenant was due, or the first one will be; empty if no tenant is scheduled. */
        Optional<Instant> oldestDue();
    }
}
