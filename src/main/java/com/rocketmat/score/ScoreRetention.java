package com.rocketmat.score;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;

/**
 * Deletes old scores. It never deletes one that waits, or the one that an application shows: that is how we recognise the field's
 * value as ours, as long as the application is open, which only Greenhouse knows.
 */
@ApplicationScoped
class ScoreRetention {

    /** Lists may show an application as it was before our last write, so its older values must be recognised as ours too. */
    private static final Duration STILL_SHOWN = Duration.ofDays(1);

    // states as in the index, and a count instead of NOT EXISTS, which would become a join: this makes PostgreSQL use
    // the indexes regardless of its estimates
    private static final String OLD = """
            SELECT tenant_id, application_id, model_version FROM score old
            WHERE state IN ('DRY', 'SHADOW', 'GONE', 'REFUSED', 'SUPERSEDED') AND scored_at < ?1
              AND (SELECT count(*) FROM score other
                   WHERE other.tenant_id = old.tenant_id AND other.application_id = old.application_id
                     AND (other.state = 'PENDING' OR other.written_at > ?2)) = 0
            ORDER BY scored_at""";

    private static final String DELETE =
            "DELETE FROM score WHERE tenant_id = ? AND application_id = ? AND model_version = ?";

    private final Clock clock;

    ScoreRetention(Clock clock) {
        this.clock = clock;
    }

    void on(@Observes RetentionPass pass) {
        pass.delete(Rows.SCORES, OLD, DELETE, clock.instant().minus(STILL_SHOWN));
    }
}
