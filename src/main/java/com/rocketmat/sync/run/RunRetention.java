package com.rocketmat.sync.run;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.OneByOne;
import com.rocketmat.tenant.scope.RetentionPass;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/** Deletes old runs, except each tenant's last one of each kind, which the schedule needs, and open ones. */
@ApplicationScoped
class RunRetention {

    // the limit as a literal, and a maximum instead of EXISTS, which would become a join: this makes PostgreSQL use the
    // indexes
    // regardless of its estimates
    private static final String OLD = """
            SELECT tenant_id, id FROM run old
            WHERE ended_at < ?1
              AND id < (
                SELECT max(later.id) FROM run later
                WHERE later.tenant_id = old.tenant_id AND later.ended_at IS NOT NULL AND later.kind = old.kind
                  AND (later.window_from IS NULL) = (old.window_from IS NULL))
            ORDER BY ended_at LIMIT %d FOR UPDATE SKIP LOCKED""".formatted(RetentionPass.BATCH);

    private static final String DELETE = "DELETE FROM run WHERE tenant_id = ? AND id = ?";

    private final Session session;

    RunRetention(Session session) {
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
        List<Tuple> old = session.createNativeQuery(OLD, Tuple.class)
                .setParameter(1, before)
                .getResultList();
        return OneByOne.delete(session, DELETE, old);
    }
}
