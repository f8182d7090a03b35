package com.rocketmat.audit;

import com.rocketmat.tenant.DataExport;
import com.rocketmat.tenant.PerTenant;
import com.rocketmat.tenant.TenantId;
import com.rocketmat.tenant.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.List;

/** Adds to the log. There is no way to take something out of it but the purge of its tenant. */
@PerTenant
@ApplicationScoped
class AuditLog {

    private final EntityManager entities;
    private final Clock clock;

    AuditLog(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    void on(@Observes DataExport export) {
        add(export.tenant(), export);
    }

    /** In a transaction of its own: what was done stays written down, whatever becomes of the rest. */
    @Transactional(TxType.REQUIRES_NEW)
    void add(TenantId tenant, DataExport export) {
        new AuditEntry(
                        clock.instant(),
                        export.actor(),
                        export.kind(),
                        export.phase().name(),
                        export.export().toString(),
                        export.details())
                .persist();
    }

    @Transactional
    List<AuditEntry> page(TenantId tenant, long before, int size) {
        return AuditEntry.page(tenant, before, size);
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    /** The trigger of the table lets a transaction that says so delete this one tenant's rows. */
    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        entities.createNativeQuery("SELECT set_config('rocketmat.purge', ?1, true)", String.class)
                .setParameter(1, tenant.value())
                .getSingleResult();
        return AuditEntry.delete("tenantId", tenant.value());
    }
}
