package com.rocketmat.training.job;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.RetentionPass;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import org.hibernate.Session;

/** Deletes trainings that ended long ago, as old as runs may be; the report of one that made a version stays as its card. */
@ApplicationScoped
class TrainingRetention {

    private static final String DELETE = """
            DELETE FROM training WHERE (tenant_id, id) IN (
              SELECT tenant_id, id FROM training WHERE ended_at < ?1 ORDER BY ended_at LIMIT %d FOR UPDATE SKIP LOCKED)""".formatted(RetentionPass.BATCH);

    private final Session session;

    TrainingRetention(Session session) {
        this.session = session;
    }

    void on(@Observes RetentionPass pass) {
        if (pass.rows() == RetentionPass.Rows.RUNS) {
            pass.deleted(delete(pass.before()));
        }
    }

    @AcrossTenants
    @Transactional(TxType.MANDATORY)
    int delete(Instant before) {
        return session.createNativeMutationQuery(DELETE).setParameter(1, before).executeUpdate();
    }
}
