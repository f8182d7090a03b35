package com.rocketmat.webhook;

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

/** Forgets the ids of events that were done long ago. */
@ApplicationScoped
class WebhookRetention {

    private static final String OLD = """
            SELECT tenant_id, event_id FROM webhook_event WHERE done_at IS NOT NULL AND done_at < ?1
            ORDER BY done_at LIMIT %d FOR UPDATE SKIP LOCKED""".formatted(RetentionPass.BATCH);

    private static final String DELETE = "DELETE FROM webhook_event WHERE tenant_id = ? AND event_id = ?";

    private final Session session;

    WebhookRetention(Session session) {
        this.session = session;
    }

    void on(@Observes RetentionPass pass) {
        if (pass.rows() == RetentionPass.Rows.WEBHOOKS) {
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
