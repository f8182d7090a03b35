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

/** Values by which people replaced ours: each is one row, however often it is read. */
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
     * An application whose field shows what a person entered.
     *
     * @param version whose score was there before
     * @param value null if it is not a number, which is not kept
     */
    public record Seen(Subject subject, String version, BigDecimal value) {

        private Fact fact() {
            return Fact.of(
                    DecisionKind.OVERRIDDEN, subject, version, value, "a person replaced the score with another value");
        }
    }

    /** What the log says last of an application: that ours was written, or that this value was seen. */
    private record Last(DecisionKind kind, BigDecimal value) {

        private static Last of(Tuple row) {
            return new Last(DecisionKind.valueOf(row.get("kind", String.class)), row.get("value", BigDecimal.class));
        }

        private boolean tells(BigDecimal seen) {
            boolean same = value == null ? seen == null : seen != null && value.compareTo(seen) == 0;
            return same && kind == DecisionKind.OVERRIDDEN;
        }
    }

    /** Part of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, List<Seen> seen) {
        if (seen.isEmpty()) {
            return;
        }
        Long[] applications = seen.stream()
                .map(override -> override.subject().applicationId())
                .toArray(Long[]::new);
        Map<Long, Last> known = sql.list(LAST, Tuple.class, tenant, applications).stream()
                .collect(Collectors.toMap(row -> row.get("application_id", Long.class), Last::of));
        decisions.record(
                tenant,
                seen.stream()
                        .filter(override -> {
                            Last last = known.get(override.subject().applicationId());
                            return last == null || !last.tells(override.value());
                        })
                        .map(Seen::fact)
                        .toList());
    }
}
