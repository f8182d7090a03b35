package com.rocketmat.score;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.OneByOne;
import com.rocketmat.tenant.scope.RetentionPass;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hibernate.Session;

/**
 * Deletes old scores. It never deletes one that waits, or the one that an application shows: that is how we recognise the field's
 * value as ours, as long as the application is open, which only Greenhouse knows.
 */
@ApplicationScoped
class ScoreRetention {

    /** Lists may show an application as it was before our last write, so its older values must be recognised as ours too. */
    private static final Duration STILL_SHOWN = Duration.ofDays(1);

    // states as in the index, the limit as a literal, and a count instead of NOT EXISTS, which would become a join:
    // this makes
    // PostgreSQL use the indexes regardless of its estimates
    private static final String OLD = """
            SELECT tenant_id, application_id, model_version FROM score old
            WHERE state IN ('DRY', 'SHADOW', 'GONE', 'REFUSED', 'SUPERSEDED') AND scored_at < ?1
              AND (SELECT count(*) FROM score other
                   WHERE other.tenant_id = old.tenant_id AND other.application_id = old.application_id
                     AND (other.state = 'PENDING' OR other.written_at > ?2)) = 0
            ORDER BY scored_at LIMIT %d FOR UPDATE SKIP LOCKED""".formatted(RetentionPass.BATCH);

    private static final String DELETE =
            "DELETE FROM score WHERE tenant_id = ? AND application_id = ? AND model_version = ?";

    private final Session session;
    private final Clock clock;

    ScoreRetention(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    void on(@Observes RetentionPass pass) {
        if (pass.rows() == RetentionPass.Rows.SCORES) {
            pass.deleted(delete(pass.before()));
        }
    }

    @AcrossTenants
    @Transactional(TxType.MANDATORY)
    int delete(Instant before) {
        List<Tuple> old = session.createNativeQuery(OLD, Tuple.class)
                .setParameter(1, before)
                .setParameter(2, clock.instant().minus(STILL_SHOWN))
                .getResultList();
        return OneByOne.delete(session, DELETE, old);
    }
}
