package com.rocketmat.training;

import com.rocketmat.tenant.TenantProblems;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.UUID;

/** Allows one export of a tenant at a time, across replicas. Uses the database's clock, because those of replicas differ. */
@TenantRows
class ExportLeases {

    private final Sql sql;

    ExportLeases(Sql sql) {
        this.sql = sql;
    }

    /** Takes or extends the lease; false if another export holds it. */
    @Transactional(TxType.REQUIRES_NEW)
    boolean hold(TenantId tenant, UUID export) {
        return sql.update(
                        "INSERT INTO export_lease (tenant_id, export, held_until)"
                                + " VALUES (?1, ?2, now() + interval '5 minutes') ON CONFLICT (tenant_id) DO UPDATE"
                                + " SET export = EXCLUDED.export, held_until = EXCLUDED.held_until"
                                + " WHERE export_lease.export = EXCLUDED.export OR export_lease.held_until < now()",
                        tenant,
                        export.toString())
                == 1;
    }

    @Transactional(TxType.REQUIRES_NEW)
    void release(TenantId tenant, UUID export) {
        sql.update("DELETE FROM export_lease WHERE tenant_id = ?1 AND export = ?2", tenant, export.toString());
    }

    void on(@Observes TenantPurge purge) {
        purge.deleted(purge(purge.tenant()));
    }

    /** An export that continues would be recorded after everything of the tenant is deleted. */
    @Transactional(TxType.MANDATORY)
    long purge(TenantId tenant) {
        int ended = sql.update("DELETE FROM export_lease WHERE tenant_id = ?1 AND held_until < now()", tenant);
        long held = sql.value("SELECT count(*) FROM export_lease WHERE tenant_id = ?1", Long.class, tenant);
        if (held > 0) {
            throw TenantProblems.EXPORT_UNDER_WAY.problem(
                    "Training data of the tenant is being exported",
                    "try again in a moment; pausing the tenant ends it within half a minute");
        }
        return ended;
    }
}
