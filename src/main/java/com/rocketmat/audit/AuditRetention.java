package com.rocketmat.audit;

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

/** Deletes old entries. The table's trigger allows it only to a transaction that declares it, and always keeps the last year. */
@ApplicationScoped
class AuditRetention {

    private static final String OLD = """
            SELECT tenant_id, id FROM audit_entry
            WHERE recorded_at < ?1
            ORDER BY recorded_at LIMIT %d FOR UPDATE SKIP LOCKED""".formatted(RetentionPass.BATCH);

    private static final String DELETE = "DELETE FROM audit_entry WHERE tenant_id = ? AND id = ?";

    private final Session session;

    AuditRetention(Session session) {
        this.session = session;
    }

    void on(@Observes RetentionPass pass) {
        if (pass.rows() == RetentionPass.Rows.AUDIT) {
            pass.deleted(delete(pass.before()));
        }
    }

    @AcrossTenants
    @Transactional(TxType.MANDATORY)
    int delete(Instant before) {
        session.createNativeQuery("SELECT set_config('rocketmat.retention', 'audit', true)", String.class)
                .getSingleResult();
        List<Tuple> old = session.createNativeQuery(OLD, Tuple.class)
                .setParameter(1, before)
                .getResultList();
        return OneByOne.delete(session, DELETE, old);
    }
}
