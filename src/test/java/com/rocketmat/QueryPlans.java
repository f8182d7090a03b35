package com.rocketmat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.sandbox.database.StatementLog.Issued;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How PostgreSQL would run statements, by their custom and their generic plan. */
final class QueryPlans {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PLANS = List.of("force_custom_plan", "force_generic_plan");

    /** Nodes that read no more of their input than is read from them. */
    private static final Set<String> STREAMS =
            Set.of("Append", "Merge Append", "LockRows", "Result", "Subquery Scan", "Unique", "Incremental Sort");

    private final Connection connection;
    private final Map<String, String> firstColumns;
    private final Set<String> partialIndexes;

    QueryPlans(Connection connection) throws SQLException {
        this.connection = connection;
        this.firstColumns = names("SELECT indexrelid::regclass::text, attname FROM pg_index"
                + " JOIN pg_attribute ON attrelid = indexrelid AND attnum = 1");
        this.partialIndexes = names("SELECT indexrelid::regclass::text, '' FROM pg_index WHERE indpred IS NOT NULL")
                .keySet();
    }

    /** Statements that read a big table completely. */
    List<String> refused(List<Issued> statements) throws SQLException {
        List<String> refused = new ArrayList<>();
        for (Issued issued : statements) {
            for (String plan : PLANS) {
                Set<String> scans = new HashSet<>();
                collect(explain(issued, plan), "", false, scans);
                if (!scans.isEmpty()) {
                    refused.add("%s %s: %s %s".formatted(plan, scans, issued.sql(), issued.values()));
                }
            }
        }
        return refused;
    }

    private JsonNode explain(Issued issued, String plan) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET plan_cache_mode = " + plan);
            statement.execute("PREPARE planned AS " + issued.sql());
            String values = issued.values().isEmpty() ? "" : "(" + String.join(", ", issued.values()) + ")";
            try (ResultSet row = statement.executeQuery("EXPLAIN (FORMAT JSON) EXECUTE planned" + values)) {
                row.next();
                return JSON.readTree(row.getString(1)).path(0).path("Plan");
            } finally {
                statement.execute("DEALLOCATE planned");
            }
        } catch (SQLException e) {
            throw new SQLException(issued + " cannot be planned: " + e.getMessage(), e.getSQLState(), e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reading a whole index is no better, unless the index is partial or only its first rows are needed. */
    private void collect(JsonNode node, String above, boolean limited, Set<String> scans) {
        String type = node.path("Node Type").asText();
        // a bitmap index scan does not name its table
        String relation = node.path("Relation Name").asText(above);
        boolean whole = type.contains("Seq Scan") || (type.contains("Index") && !limited && !entered(node));
        if (whole && LargeDatabase.isBig(relation)) {
            scans.add(type + " of " + relation);
        }
        boolean first = type.equals("Limit") || (limited && STREAMS.contains(type));
        node.path("Plans").forEach(child -> collect(child, relation, first, scans));
    }

    private boolean entered(JsonNode scan) {
        String index = scan.path("Index Name").asText();
        return partialIndexes.contains(index)
                || scan.path("Index Cond").asText().matches(".*\\b" + firstColumns.get(index) + "\\b.*");
    }

    private Map<String, String> names(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Map<String, String> names = new HashMap<>();
            while (rows.next()) {
                names.put(rows.getString(1), rows.getString(2));
            }
            return names;
        }
    }
}
