package com.rocketmat.privacy;

import com.rocketmat.decision.LoggedStates;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One tenant's rows in all tables, as tests plant them and look for them. */
record PrivateRows(SandboxDatabase database, TenantId tenant) {

    private static final String TABLES = """
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = current_schema::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
              AND a.attname = 'tenant_id' ORDER BY 1""";

    /** Nothing is recorded of people of a tenant that is not there. */
    void known() {
        run("INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now())".formatted(tenant));
    }

    void score(long application, long candidate, String version, String state) {
        run(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at, written_at)"
                        + " VALUES ('%s', %d, '%s', %d, 70, '%s', now(), %s)"
                                .formatted(
                                        tenant,
                                        application,
                                        version,
                                        candidate,
                                        state,
                                        state.equals("WRITTEN") ? "now()" : "NULL"));
    }

    /** Application, candidate and state of each score. */
    List<String> scores() {
        return column(
                "SELECT application_id || ' ' || candidate_id || ' ' || state FROM score WHERE tenant_id = '%s' ORDER BY 1"
                        .formatted(tenant));
    }

    List<String> objections() {
        return column("SELECT candidate_id || ' ' || source FROM objection WHERE tenant_id = '%s' ORDER BY 1"
                .formatted(tenant));
    }

    /** Every row of the tenant as text, of any table. */
    List<String> all() {
        List<String> rows = new ArrayList<>();
        for (String table : column(TABLES)) {
            column("SELECT t::text FROM %s t WHERE tenant_id = '%s'".formatted(table, tenant))
                    .forEach(row -> rows.add(table + " " + row));
        }
        return rows;
    }

    /** Scores whose state the decision log does not know. */
    List<String> unlogged() {
        try (Connection connection = database.dataSource().getConnection()) {
            return LoggedStates.unlogged(connection, tenant.value());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void run(String sql) {
        database.execute(sql);
    }

    List<String> column(String sql) {
        return database.column(sql);
    }
}
