package com.rocketmat.decision;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Records values with which people replaced scores: one row each, however often it is read. */
@TenantRows
public class Overrides {

    private static final String LAST = """
            SELECT DISTINCT ON (k.application_id) k.application_id, d.kind, d.value
            FROM candidate_key k JOIN decision d ON d.tenant_id = k.tenant_id AND d.alias = k.alias
            WHERE k.tenant_id = ?1 AND k.application_id = ANY (?2) AND d.kind IN ('WRITTEN', 'OVERRIDDEN')
            ORDER BY k.application_id, d.number DESC""";

    private final Decisions decisions;
    private final Sql sql;

    Overrides(Decisions decisions, Sql sql) {
        this.decisions = decisions;
        this.sql = sql;
    }

    /**
     * A value that a person entered into an application's field.
     *
     * @param version the version whose score it replaced
     * @param value null if it is not a number, since other values are not kept
     */
    public record ManualValue(Subject subject, String version, BigDecimal value) {

        private Fact fact() {
            return Fact.of(
                    DecisionKind.OVERRIDDEN, subject, version, value, "a person replaced the score with another value");
        }
    }

    /** The log's last row about an application's field: our score was written, or a value was entered. */
    private record Last(DecisionKind kind, BigDecimal value) {

        private static Last of(Tuple row) {
            return new Last(DecisionKind.valueOf(row.get("kind", String.class)), row.get("value", BigDecimal.class));
        }

        private boolean records(BigDecimal entered) {
            boolean same = value == null ? entered == null : entered != null && value.compareTo(entered) == 0;
            return same && kind == DecisionKind.OVERRIDDEN;
        }
    }

    /** Records new values, in the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, List<ManualValue> values) {
        if (values.isEmpty()) {
            return;
        }
        Long[] applications =
                values.stream().map(manual -> manual.subject().applicationId()).toArray(Long[]::new);
        Map<Long, Last> known = sql.list(LAST, Tuple.class, tenant, applications).stream()
                .collect(Collectors.toMap(row -> row.get("application_id", Long.class), Last::of));
        decisions.record(
                tenant,
                values.stream()
                        .filter(manual -> {
                            Last last = known.get(manual.subject().applicationId());
                            return last == null || !last.records(manual.value());
                        })
                        .map(ManualValue::fact)
                        .toList());
    }
}
