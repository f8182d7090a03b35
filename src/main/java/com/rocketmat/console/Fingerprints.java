package com.rocketmat.console;

import com.rocketmat.tenant.scope.AcrossTenants;
import com.rocketmat.tenant.scope.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.Tuple;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A value that changes when a tenant's page would show something else. One query for all watched tenants. It reads no table
 * that grows: every transaction that adds or settles scores also counts them in the row of an open run, or moves the end of the decision
 * log. What retention deletes is not noticed, nor other settings before the next run, nor, where decisions=off, what objections and
 * erasures do to scores.
 */
@ApplicationScoped
class Fingerprints {

    private static final String SHOWN = """
            SELECT t.tenant_id AS tenant, concat_ws('|', t.state, t.since, t.reason, t.secret_reason, t.paused, (SELECT paused FROM kill_switch),
                (SELECT r.id FROM run r WHERE r.tenant_id = t.tenant_id ORDER BY r.id DESC LIMIT 1),
                (SELECT string_agg(concat_ws('|', r.id, r.read_whole, r.discovered, r.written, r.left_alone, r.failed, r.error), '|' ORDER BY r.id)
                 FROM run r WHERE r.tenant_id = t.tenant_id AND r.ended_at IS NULL),
                (SELECT concat_ws('|', count(*), count(*) FILTER (WHERE m.state = 'ACTIVE'), count(*) FILTER (WHERE m.state = 'SHADOW'), max(m.activated_at))
                 FROM model_version m WHERE m.tenant_id = t.tenant_id),
                (SELECT h.number FROM decision_head h WHERE h.tenant_id = t.tenant_id),
                (SELECT concat_ws('|', sum(w.number), max(w.last_at)) FROM webhook_count w WHERE w.tenant_id = t.tenant_id)) AS shown
            FROM tenant t WHERE t.tenant_id IN (?1)""";

    private final Sql sql;

    Fingerprints(Sql sql) {
        this.sql = sql;
    }

    @AcrossTenants
    Map<String, Object> of(Collection<String> tenants) {
        return sql.list(SHOWN, Tuple.class, tenants).stream()
                .collect(Collectors.toMap(
                        row -> row.get("tenant", String.class), row -> row.get("shown", String.class)));
    }
}
