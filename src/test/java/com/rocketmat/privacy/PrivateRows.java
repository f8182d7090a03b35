package com.rocketmat.privacy;

import com.rocketmat.decision.LoggedStates;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Inserts and finds the rows of one tenant in all tables. */
record PrivateRows(SandboxDatabase database, TenantId tenant) {

    /** Nothing is recorded about candidates of an unknown tenant. */
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
        return values("application_id || ' ' || candidate_id || ' ' || state", "score").stream()
                .sorted()
                .toList();
    }

    List<String> objections() {
        return values("candidate_id || ' ' || source", "objection").stream()
                .sorted()
                .toList();
    }

    /** Every row of the tenant in every table, as text. */
    List<String> all() {
        List<String> rows = new ArrayList<>();
        for (String table : database.tenantTables()) {
            values("t::text", table + " t").forEach(row -> rows.add(table + " " + row));
        }
        return rows;
    }

    /** Scores whose state is not that of the decision log. */
    List<String> unlogged() {
        try (Connection connection = database.dataSource().getConnection()) {
            return LoggedStates.unlogged(connection, tenant.value());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> values(String expression, String table) {
        return column("SELECT %s FROM %s WHERE tenant_id = '%s'".formatted(expression, table, tenant));
    }

    void run(String sql) {
        database.execute(sql);
    }

    List<String> column(String sql) {
        return database.column(sql);
    }
}
