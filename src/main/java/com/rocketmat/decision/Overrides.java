package com.rocketmat.decision;

import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Values by which people replaced ours: each is one row, however often it is read. */
@TenantRows
public class Overrides {

    private static final String LAST = """
            SELECT DISTINCT ON (k.application_id) k.application_id, d.kind, d.value
            FROM candidate_key k JOIN decision d ON d.tenant_id = k.tenant_id AND d.alias = k.alias
            WHERE k.tenant_id = ? AND k.application_id = ANY (?) AND d.kind IN ('WRITTEN', 'OVERRIDDEN')
            ORDER BY k.application_id, d.number DESC""";

    private final Decisions decisions;
    private final Session session;

    Overrides(Decisions decisions, Session session) {
        this.decisions = decisions;
        this.session = session;
    }

    /**
     * An application whose field shows what a person entered.
     *
     * @param version whose score was there before
     * @param value null if it is not a number, which is not kept
     */
    public record Seen(Subject subject, String version, BigDecimal value) {

        private boolean is(BigDecimal other) {
            return value == null ? other == null : other != null && value.compareTo(other) == 0;
        }

        private Fact fact() {
            return new Fact(
                    DecisionKind.OVERRIDDEN,
                    subject,
                    version,
                    value,
                    null,
                    DecisionMode.LIVE,
                    "a person replaced the score with another value",
                    Fact.Basis.UNKNOWN);
        }
    }

    /** What the log says last of an application: that ours was written, or that this value was seen. */
    private record Last(DecisionKind kind, BigDecimal value) {}

    /** Part of the caller's transaction. */
    @Transactional(TxType.MANDATORY)
    public void record(TenantId tenant, List<Seen> seen) {
        if (seen.isEmpty()) {
            return;
        }
        Map<Long, Last> known = session.doReturningWork(connection -> last(connection, tenant, seen));
        decisions.record(
                tenant,
                seen.stream()
                        .filter(override ->
                                isNew(override, known.get(override.subject().applicationId())))
                        .map(Seen::fact)
                        .toList());
    }

    private static boolean isNew(Seen override, Last last) {
        return last == null || last.kind() != DecisionKind.OVERRIDDEN || !override.is(last.value());
    }

    private static Map<Long, Last> last(Connection connection, TenantId tenant, List<Seen> seen) throws SQLException {
        Object[] applications = seen.stream()
                .map(override -> override.subject().applicationId())
                .toArray();
        try (PreparedStatement query = connection.prepareStatement(LAST)) {
            query.setString(1, tenant.value());
            query.setArray(2, connection.createArrayOf("bigint", applications));
            Map<Long, Last> last = new HashMap<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    last.put(rows.getLong(1), new Last(DecisionKind.valueOf(rows.getString(2)), rows.getBigDecimal(3)));
                }
            }
            return last;
        }
    }
}
