package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Deletes old runs, except each tenant's last one of each kind, which the schedule needs, and open ones. */
@ApplicationScoped
class RunRetention {

    // a maximum, not EXISTS, which would become a join: PostgreSQL then uses the indexes regardless of its estimates
    private static final String OLD = """
            SELECT tenant_id, id FROM run old
            WHERE ended_at < ?1
              AND id < (
                SELECT max(later.id) FROM run later
                WHERE later.tenant_id = old.tenant_id AND later.ended_at IS NOT NULL AND later.kind = old.kind
                  AND (later.window_from IS NULL) = (old.window_from IS NULL))
            ORDER BY ended_at""";

    private static final String DELETE = "DELETE FROM run WHERE tenant_id = ? AND id = ?";

    void on(@Observes RetentionPass pass) {
        pass.delete(Rows.RUNS, OLD, DELETE);
    }
}
