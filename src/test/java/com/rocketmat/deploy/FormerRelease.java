package com.rocketmat.deploy;

import static java.util.Map.entry;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a release does with its tables, as far as its schema shows: it inserts rows with all columns that it knows, also where one
 * may already exist, reads all columns, updates each of them and deletes.
 */
final class FormerRelease {

    /** Columns that do not accept any text. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            entry("model_version.state", "'ACTIVE'"),
            entry("model_version.version", "repeat('a', 64)"),
            entry("model_file.version", "repeat('a', 64)"),
            entry("run.kind", "'WINDOW'"),
            entry("candidate_key.salt", "decode(repeat('ab', 32), 'hex')"),
            entry("digest_key.key", "decode(repeat('ab', 32), 'hex')"),
            entry("erased_candidate.source", "'API'"),
            entry("objection.source", "'API'"),
            entry("training.state", "'DONE'"),
            entry("model_card.format", "'JSON'"),
            entry("model_card.version", "repeat('a', 64)"));

    /** Tables in which rows are only inserted. */
    private static final Set<String> APPEND_ONLY = Set.of("audit_entry", "decision", "decision_head");

    private final List<Table> tables;

    private record Column(String name, String type, boolean key, boolean generated) {}

    private record Table(String name, List<Column> columns) {

        boolean appendOnly() {
            return APPEND_ONLY.contains(name);
        }

        String list(boolean all) {
            return columns.stream()
                    .filter(column -> all || !column.generated())
                    .map(Column::name)
                    .collect(Collectors.joining(", "));
        }

        String values(String tenant) {
            return columns.stream()
                    .filter(column -> !column.generated())
                    .map(column -> value(column, tenant))
                    .collect(Collectors.joining(", "));
        }

        String keys() {
            return columns.stream().filter(Column::key).map(Column::name).collect(Collectors.joining(", "));
        }

        String value(Column column, String tenant) {
            if (column.name().equals("tenant_id") || column.name().equals("task_instance")) {
                return "'" + tenant + "'";
            }
            return VALUES.getOrDefault(
                    name + "." + column.name(),
                    switch (column.type()) {
                        case "text", "character varying" -> "'x'";
                        case "timestamp with time zone" -> "'2026-11-25T12:00:00Z'";
                        case "boolean" -> "true";
                        case "uuid" -> "'3f0c9a52-6f0e-4a55-9d6b-0f6b1c9b7a10'";
                        case "bytea" -> "'\\x00'";
                        case "ARRAY" -> "'{1}'";
                        case "integer", "bigint", "smallint", "numeric", "double precision" -> "1";
                        default -> throw new IllegalStateException("no value of type " + column.type());
                    });
        }

        String rows(String tenant) {
            String whose = columns.stream().anyMatch(column -> column.name().equals("tenant_id"))
                    ? " WHERE tenant_id = '" + tenant + "'"
                    : name.equals("scheduled_tasks") || name.equals("training_task")
                            ? " WHERE task_instance = '" + tenant + "'"
                            : "";
            return " FROM " + name + whose;
        }
    }

    private FormerRelease(List<Table> tables) {
        this.tables = tables;
    }

    /** The release of the current schema. */
    static FormerRelease of(Connection connection) throws SQLException {
        List<Table> tables = new ArrayList<>();
        for (String name : strings(
                connection,
                // referenced tables come first
                "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = 'public'"
                        + " AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> 'flyway_schema_history'"
                        + " ORDER BY (SELECT count(*) FROM pg_constraint WHERE conrelid = c.oid AND contype = 'f'), relname")) {
            tables.add(new Table(name, columns(connection, name)));
        }
        return new FormerRelease(List.copyOf(tables));
    }

    private static List<Column> columns(Connection connection, String table) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT column_name, data_type, is_identity = 'YES' AND identity_generation = 'ALWAYS', EXISTS (SELECT 1 FROM pg_index"
                                + " JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)"
                                + " WHERE indrelid = table_name::regclass AND indisprimary AND attname = column_name)"
                                + " FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '"
                                + table
                                + "' ORDER BY ordinal_position")) {
            while (rows.next()) {
                columns.add(new Column(rows.getString(1), rows.getString(2), rows.getBoolean(4), rows.getBoolean(3)));
            }
        }
        return columns;
    }

    int tables() {
        return tables.size();
    }

    /** One row of the tenant in each table. */
    void fill(Connection connection, String tenant) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Table table : tables) {
                statement.execute(insert(table, tenant));
            }
        }
    }

    /** What this release sees of the tenant. */
    List<String> rows(Connection connection, String tenant) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (Table table : tables) {
            rows.addAll(strings(
                    connection,
                    "SELECT '" + table.name() + ' ' + "' || ROW(" + table.list(true) + ")::text" + table.rows(tenant)));
        }
        return rows;
    }

    /** Runs all its statements, in a transaction that is rolled back; returns the failures. */
    List<String> work(Connection connection, String tenant) throws SQLException {
        List<String> faults = new ArrayList<>();
        connection.setAutoCommit(false);
        for (Table table : tables) {
            attempt(connection, insert(table, tenant), faults);
            attempt(connection, "SELECT " + table.list(true) + table.rows(tenant), faults);
            for (Column column : table.columns()) {
                if (!column.generated() && !column.key() && !table.appendOnly()) {
                    attempt(
                            connection,
                            "UPDATE " + table.name() + " SET " + column.name() + " = " + table.value(column, tenant)
                                    + table.rows(tenant).replaceFirst(" FROM " + table.name(), ""),
                            faults);
                }
            }
        }
        for (Table table : tables.reversed()) {
            if (!table.appendOnly()) {
                attempt(connection, "DELETE" + table.rows(tenant), faults);
            }
        }
        connection.rollback();
        connection.setAutoCommit(true);
        return faults;
    }

    private static String insert(Table table, String tenant) {
        String insert =
                "INSERT INTO %s (%s) VALUES (%s)".formatted(table.name(), table.list(false), table.values(tenant));
        return table.appendOnly() ? insert : insert + " ON CONFLICT (" + table.keys() + ") DO NOTHING";
    }

    private static void attempt(Connection connection, String sql, List<String> faults) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT before");
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                faults.add(sql + ": " + e.getMessage());
                statement.execute("ROLLBACK TO before");
            }
        }
    }

    private static List<String> strings(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }
}
