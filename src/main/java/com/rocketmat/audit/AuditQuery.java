package com.rocketmat.audit;

import com.rocketmat.access.Reach;
import com.rocketmat.tenant.scope.TenantId;
import java.util.Optional;

/** A filter on the log's entries; {@code tenant} may be {@link AuditLog#ALL}. */
public record AuditQuery(Reach reach, Optional<String> tenant, Optional<String> actor, Optional<AuditPhase> phase) {

    static AuditQuery of(TenantId tenant) {
        return new AuditQuery(new Reach.All(), Optional.of(tenant.value()), Optional.empty(), Optional.empty());
    }
}
