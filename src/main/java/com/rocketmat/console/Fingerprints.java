package com.rocketmat.console;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Computes values that change when tenants' pages change, with one query for all watched tenants. The query reads no growing table: every
 * transaction that adds or settles scores also counts them in an open run, or moves the end of the decision log. It misses deletions by
 * retention, new settings until the next run, webhooks that end without a run, and, if decisions=off, the effects of objections and
 * erasures on scores.
 */
@ApplicationScoped
class Fingerprints {

    private static final String FINGERPRINTS = """
            SELECT t.tenant_id AS tenant, concat_ws('|', t.state, t.since, t.reason, t.secret_reason, t.paused, (SELECT concat(paused, paused_at) FROM kill_switch),
                (SELECT r.id FROM run r WHERE r.tenant_id = t.tenant_id ORDER BY r.id DESC LIMIT 1),
                (SELECT string_agg(concat_ws('|', r.id, r.read_whole, r.discovered, r.written, r.left_alone, r.failed, r.error), '|' ORDER BY r.id)
                 FROM run r WHERE r.tenant_id = t.tenant_id AND r.ended_at IS NULL),
                (SELECT concat_ws('|', count(*), count(*) FILTER (WHERE m.state = 'ACTIVE'), count(*) FILTER (WHERE m.state = 'SHADOW'), max(m.activated_at))
                 FROM model_version m WHERE m.tenant_id = t.tenant_id),
                (SELECT h.number FROM decision_head h WHERE h.tenant_id = t.tenant_id),
                (SELECT concat_ws('|', sum(w.number), max(w.last_at)) FROM webhook_count w WHERE w.tenant_id = t.tenant_id)) AS fingerprint
            FROM tenant t WHERE t.tenant_id IN (?1)""";

    private final Sql sql;

    Fingerprints(Sql sql) {
        this.sql = sql;
    }

    @AcrossTenants
    Map<String, Object> of(Collection<String> tenants) {
        return sql.list(FINGERPRINTS, Tuple.class, tenants).stream()
                .collect(Collectors.toMap(
                        row -> row.get("tenant", String.class), row -> row.get("fingerprint", String.class)));
    }
}
