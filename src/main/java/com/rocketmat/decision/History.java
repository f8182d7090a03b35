package com.rocketmat.decision;

import com.rocketmat.tenant.scope.Sql;
import com.rocketmat.tenant.scope.TenantId;
import com.rocketmat.tenant.scope.TenantRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;

/** Reads the log, oldest row first. Rows of an erased candidate are not found by id. */
@TenantRows
public class History {

    private static final String SELECT =
            DecisionViews.SELECT + " WHERE d.tenant_id = ? AND d.number > ? AND d.number <= ?";

    /** Decisions about its candidate as a whole too, such as objections. */
    private static final String OF_APPLICATION = """
             AND d.alias = ANY (ARRAY(
                SELECT mine.alias FROM candidate_key own
                JOIN candidate_key mine ON mine.tenant_id = own.tenant_id AND mine.candidate_id = own.candidate_id
                WHERE own.tenant_id = ? AND own.application_id = ?
                  AND (mine.application_id = own.application_id OR mine.application_id IS NULL)))""";

    private static final String OF_CANDIDATE =
            " AND d.alias = ANY (ARRAY(SELECT alias FROM candidate_key WHERE tenant_id = ? AND candidate_id = ?))";

    private static final String OF_KIND = " AND d.kind = ?";

    private static final String LAST_BEFORE =
            "SELECT coalesce(max(number), 0) FROM decision WHERE tenant_id = ?1 AND at < ?2";

    private static final String EXTENT = "SELECT root_number, number FROM decision_head WHERE tenant_id = ?1";

    private static final int ALL = Integer.MAX_VALUE;

    private final DecisionViews views;
    private final Session session;
    private final Sql sql;

    History(DecisionViews views, Session session, Sql sql) {
        this.views = views;
        this.session = session;
        this.sql = sql;
    }

    /** A null matches every row. */
    record Filter(Long application, Long candidate, DecisionKind kind) {

        boolean ofPerson() {
            return application != null || candidate != null;
        }
    }

    public List<DecisionView> ofApplication(TenantId tenant, long applicationId) {
        return window(tenant, new Filter(applicationId, null, null), 0, Long.MAX_VALUE);
    }

    public List<DecisionView> ofCandidate(TenantId tenant, long candidateId) {
        return window(tenant, new Filter(null, candidateId, null), 0, Long.MAX_VALUE);
    }

    /** The number of the last row before a time; 0 if there is none. Later rows are never from before. */
    long lastBefore(TenantId tenant, Instant time) {
        return sql.value(LAST_BEFORE, Long.class, tenant, time);
    }

    List<DecisionView> page(TenantId tenant, Filter filter, long after, int size) {
        return session.doReturningWork(connection -> rows(connection, tenant, filter, after, Long.MAX_VALUE, size));
    }

    /** The rows after a number, up to another one. */
    List<DecisionView> window(TenantId tenant, Filter filter, long after, long upTo) {
        return session.doReturningWork(connection -> rows(connection, tenant, filter, after, upTo, ALL));
    }

    /** The numbers of the rows that there are: after the first, up to the second. */
    record Extent(long after, long upTo) {}

    Extent extent(TenantId tenant) {
        return sql.find(EXTENT, row -> new Extent(row.get(0, Long.class), row.get(1, Long.class)), tenant)
                .orElse(new Extent(0, 0));
    }

    private List<DecisionView> rows(
            Connection connection, TenantId tenant, Filter filter, long after, long upTo, int size)
            throws SQLException {
        StringBuilder statement = new StringBuilder(SELECT);
        List<Object> parameters = new ArrayList<>(List.of(tenant.value(), after, upTo));
        if (filter.application() != null) {
            statement.append(' ').append(OF_APPLICATION);
            parameters.addAll(List.of(tenant.value(), filter.application()));
        }
        if (filter.candidate() != null) {
            statement.append(OF_CANDIDATE);
            parameters.addAll(List.of(tenant.value(), filter.candidate()));
        }
        if (filter.kind() != null) {
            statement.append(OF_KIND);
            parameters.add(filter.kind().name());
        }
        statement.append(" ORDER BY d.number LIMIT ?");
        parameters.add(size);
        try (PreparedStatement query = connection.prepareStatement(statement.toString())) {
            for (int parameter = 0; parameter < parameters.size(); parameter++) {
                query.setObject(parameter + 1, parameters.get(parameter));
            }
            List<DecisionView> found = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(views.of(rows));
                }
            }
            return found;
        }
    }
}
