package com.rocketmat.decision;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Deletes old rows, and the keys of aliases that have none left. The chain's new root is noted in the same transaction, so that what is
 * missing at the beginning is known to be removed by us.
 */
@ApplicationScoped
class DecisionRetention {

    /** What else these tenants write waits until the pass ends. */
    private static final int HEADS = 20;

    // with a LIMIT the sub-select is a look-up by index for each head, regardless of PostgreSQL's estimates
    /**
     * Tenants whose first row is old enough, the oldest first; rows are in the order of time. Writers wait, and are not waited for. The
     * table's trigger refuses anything younger.
     */
    private static final String DUE = """
            SELECT h.tenant_id, h.root_number FROM decision_head h CROSS JOIN LATERAL (
                SELECT d.at FROM decision d WHERE d.tenant_id = h.tenant_id AND d.number = h.root_number + 1 LIMIT 1) oldest
            WHERE oldest.at < least(?1, now() - interval '6 months') ORDER BY oldest.at LIMIT %d FOR UPDATE OF h SKIP LOCKED""".formatted(HEADS);

    private static final String ROOT = """
            UPDATE decision_head h SET root_number = d.number, root_digest = d.digest
            FROM (SELECT number, digest FROM (
                    SELECT number, digest, at FROM decision WHERE tenant_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3) oldest
                WHERE at < least(?4, now() - interval '6 months') ORDER BY number DESC LIMIT 1) d
            WHERE h.tenant_id = ?1""";

    private static final String DELETE = """
            DELETE FROM decision d USING decision_head h
            WHERE h.tenant_id = ?1 AND d.tenant_id = ?1 AND d.number <= h.root_number RETURNING d.alias""";

    private static final String KEYS = """
            DELETE FROM candidate_key k WHERE tenant_id = ?1 AND alias = ANY (?2)
              AND NOT EXISTS (SELECT 1 FROM decision d WHERE d.tenant_id = ?1 AND d.alias = k.alias)""";

    private final Sql sql;

    DecisionRetention(Sql sql) {
        this.sql = sql;
    }

    void on(@Observes RetentionPass pass) {
        if (pass.rows() == RetentionPass.Rows.DECISIONS) {
            delete(pass);
        }
    }

    private void delete(RetentionPass pass) {
        List<Tuple> due = sql.list(DUE, Tuple.class, pass.before());
        int left = RetentionPass.BATCH;
        for (Tuple head : due) {
            if (left > 0) {
                left -= delete(head.get(0, String.class), head.get(1, Long.class), pass.before(), left);
            }
        }
        pass.deleted(RetentionPass.BATCH - left);
        if (due.size() == HEADS) {
            pass.goOn();
        }
    }

    private int delete(String tenant, long root, Instant before, int most) {
        sql.update(ROOT, tenant, root, most, before);
        List<UUID> aliases = sql.list(DELETE, UUID.class, tenant);
        sql.update(KEYS, tenant, aliases.stream().distinct().toArray(UUID[]::new));
        return aliases.size();
    }
}
