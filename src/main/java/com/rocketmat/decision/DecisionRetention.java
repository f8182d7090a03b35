package com.rocketmat.decision;

import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.state.TenantPurge;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.persistence.Tuple;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Deletes old rows, and the keys of aliases without rows. The same transaction stores the chain's new root, so that a verification
 * does not report the deleted rows as missing.
 */
@ApplicationScoped
class DecisionRetention {

    /** Other writes of these tenants wait until the pass ends. */
    private static final int MAX_HEADS = 20;

    /**
     * Tenants whose first row is old enough, oldest first; rows are in the order of time. Skips heads that are locked by writers. The
     * table's trigger refuses to delete younger rows. LIMIT makes the sub-select an index lookup, regardless of PostgreSQL's estimates.
     */
    private static final String DUE = """
            SELECT h.tenant_id, h.root_number FROM decision_head h CROSS JOIN LATERAL (
                SELECT d.at FROM decision d WHERE d.tenant_id = h.tenant_id AND d.number = h.root_number + 1 LIMIT 1) oldest
            WHERE oldest.at < least(?1, now() - interval '6 months') ORDER BY oldest.at LIMIT %d FOR UPDATE OF h SKIP LOCKED""".formatted(MAX_HEADS);

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

    /** Before the rows and keys, as a pass locks them: a deadlock would roll back the purge. */
    void on(@Observes TenantPurge purge) {
        purge.delete("decision_head");
    }

    private void delete(RetentionPass pass) {
        List<Tuple> due = sql.list(DUE, Tuple.class, pass.before());
        int remaining = RetentionPass.BATCH;
        for (Tuple head : due) {
            if (remaining > 0) {
                remaining -= delete(head.get(0, String.class), head.get(1, Long.class), pass.before(), remaining);
            }
        }
        pass.deleted(RetentionPass.BATCH - remaining);
        if (due.size() == MAX_HEADS) {
            pass.goOn();
        }
    }

    private int delete(String tenant, long root, Instant before, int limit) {
        sql.update(ROOT, tenant, root, limit, before);
        List<UUID> aliases = sql.list(DELETE, UUID.class, tenant);
        sql.update(KEYS, tenant, aliases.stream().distinct().toArray(UUID[]::new));
        return aliases.size();
    }
}
