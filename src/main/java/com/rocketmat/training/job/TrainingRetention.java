package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Deletes trainings that ended long ago, as old as runs may be; the report of one that made a version stays as its card. */
@ApplicationScoped
class TrainingRetention {

    private static final String OLD = "SELECT tenant_id, id FROM training WHERE ended_at < ?1 ORDER BY ended_at";

    private static final String DELETE = "DELETE FROM training WHERE tenant_id = ? AND id = ?";

    void on(@Observes RetentionPass pass) {
        pass.delete(Rows.RUNS, OLD, DELETE);
    }
}
