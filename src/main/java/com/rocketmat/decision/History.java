package com.rocketmat.decision;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Reads the log, oldest row first. The rows of an erased candidate cannot be found by id. */
@TenantRows
public class History {

    private static final String SELECT =
            DecisionViews.SELECT + " WHERE d.tenant_id = ?1 AND d.number > ?2 AND d.number <= ?3";

    /** Includes decisions about the candidate as a whole, such as objections. */
    private static final String OF_APPLICATION = """
            d.alias = ANY (ARRAY(
                SELECT mine.alias FROM candidate_key own
                JOIN candidate_key mine ON mine.tenant_id = own.tenant_id AND mine.candidate_id = own.candidate_id
                WHERE own.tenant_id = ?1 AND own.application_id = ?%d
                  AND (mine.application_id = own.application_id OR mine.application_id IS NULL)))""";

    private static final String OF_CANDIDATE =
            "d.alias = ANY (ARRAY(SELECT alias FROM candidate_key WHERE tenant_id = ?1 AND candidate_id = ?%d))";

    /** Binary search: numbers have no gaps, and times are in the same order. */
    static final String LAST_BEFORE = """
            WITH RECURSIVE place (low, high) AS (
                SELECT root_number, number + 1 FROM decision_head WHERE tenant_id = ?1
                UNION ALL
                SELECT CASE WHEN half.earlier THEN half.number ELSE low END, CASE WHEN half.earlier THEN high ELSE half.number END
                FROM place CROSS JOIN LATERAL (SELECT number, at < ?2 AS earlier FROM decision
                    WHERE tenant_id = ?1 AND number = (low + high) / 2 LIMIT 1) half
                WHERE high - low > 1)
            SELECT coalesce(max(low), 0) FROM place""";

    private static final String EXTENT = "SELECT root_number, number FROM decision_head WHERE tenant_id = ?1";

    private static final int NO_LIMIT = Integer.MAX_VALUE;

    private final DecisionViews views;
    private final Sql sql;

    History(DecisionViews views, Sql sql) {
        this.views = views;
        this.sql = sql;
    }

    /** Null matches every row. */
    record Filter(Long application, Long candidate, DecisionKind kind) {

        boolean isAboutPerson() {
            return application != null || candidate != null;
        }
    }

    public List<DecisionView> ofApplication(TenantId tenant, long applicationId) {
        return window(tenant, new Filter(applicationId, null, null), 0, Long.MAX_VALUE);
    }

    public List<DecisionView> ofCandidate(TenantId tenant, long candidateId) {
        return window(tenant, new Filter(null, candidateId, null), 0, Long.MAX_VALUE);
    }

    /**
     * Returns the number of the last row before a time; if there is none, the number of the last row that retention removed, or 0.
     */
    long lastBefore(TenantId tenant, Instant time) {
        return sql.value(LAST_BEFORE, Long.class, tenant, time);
    }

    List<DecisionView> page(TenantId tenant, Filter filter, long after, int size) {
        return rows(tenant, filter, after, Long.MAX_VALUE, size);
    }

    /** {@code after} is exclusive, {@code upTo} inclusive. */
    List<DecisionView> window(TenantId tenant, Filter filter, long after, long upTo) {
        return rows(tenant, filter, after, upTo, NO_LIMIT);
    }

    /** The range of the existing rows' numbers: {@code after} is exclusive, {@code upTo} inclusive. */
    record Extent(long after, long upTo) {}

    Extent extent(TenantId tenant) {
        return sql.find(EXTENT, row -> new Extent(row.get(0, Long.class), row.get(1, Long.class)), tenant)
                .orElse(new Extent(0, 0));
    }

    private List<DecisionView> rows(TenantId tenant, Filter filter, long after, long upTo, int size) {
        StringBuilder query = new StringBuilder(SELECT);
        List<Object> values = new ArrayList<>(List.of(tenant, after, upTo, size));
        addCondition(query, values, OF_APPLICATION, filter.application());
        addCondition(query, values, OF_CANDIDATE, filter.candidate());
        if (filter.kind() != null) {
            // a literal, so that PostgreSQL can use the partial index of rare kinds
            query.append(" AND d.kind = '%s'".formatted(filter.kind()));
        }
        query.append(" ORDER BY d.number LIMIT ?4");
        return sql.list(query.toString(), views::of, values.toArray());
    }

    private static void addCondition(StringBuilder query, List<Object> values, String condition, Object value) {
        if (value != null) {
            values.add(value);
            query.append(" AND ").append(condition.formatted(values.size()));
        }
    }
}
