package com.rocketmat.audit;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Deletes old entries; the table's trigger always keeps the last year. */
@ApplicationScoped
class AuditRetention {

    private static final String OLD =
            "SELECT tenant_id, id FROM audit_entry WHERE recorded_at < ?1 ORDER BY recorded_at";

    private static final String DELETE = "DELETE FROM audit_entry WHERE tenant_id = ? AND id = ?";

    void on(@Observes RetentionPass pass) {
        pass.delete(Rows.AUDIT, OLD, DELETE);
    }
}
