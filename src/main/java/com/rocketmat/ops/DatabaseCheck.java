package com.rocketmat.ops;

import com.rocketmat.tenant.scope.DatabaseConfig;
import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Refuses to start with a database that would not separate tenants: the role bypasses row-level security, or a proxy shares PostgreSQL
 * sessions between transactions. A session gets its tenant and lease when the connection leaves the pool, so another tenant's transaction
 * would run with them.
 */
@ApplicationScoped
class DatabaseCheck {

    private static final String BYPASSES =
            "SELECT CAST(rolsuper OR rolbypassrls AS text) FROM pg_catalog.pg_roles WHERE rolname = current_user";

    /** More than one, because a busy proxy may return the same session by chance. */
    private static final int TRIES = 10;

    private static final int CONNECTIONS = 2;

    private static final String SESSION = "SELECT concat_ws(' ', pg_backend_pid(), pg_postmaster_start_time())";

    private final DataSource database;
    private final DatabaseConfig config;

    DatabaseCheck(DataSource database, DatabaseConfig config) {
        this.database = database;
        this.config = config;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) throws SQLException {
        checkRole();
        if (isPooled()) {
            throw new UnusableDatabase(
                    "a proxy in front of PostgreSQL shares sessions between transactions, which would mix up tenants; set it to"
                            + " pool by session (PgBouncer: pool_mode = session), or connect to PostgreSQL directly with quarkus.datasource.jdbc.url");
        }
    }

    private void checkRole() throws SQLException {
        try (Connection connection = database.getConnection()) {
            if (value(connection, BYPASSES).equals("false")) {
                return;
            }
        }
        String reason =
                "the service's database role bypasses row-level security, because it is a superuser or has BYPASSRLS;"
                        + " set quarkus.datasource.username to an ordinary role";
        if (!config.allowBypassRls()) {
            throw new UnusableDatabase(
                    reason + " (on a laptop, you can set rocketmat.database.allow-bypass-rls=true instead)");
        }
        Log.warn(reason);
    }

    /** Whether a connection changes its session, or another connection gets the same one. */
    boolean isPooled() throws SQLException {
        if (database instanceof AgroalDataSource pool
                && pool.getConfiguration().connectionPoolConfiguration().maxSize() < CONNECTIONS) {
            throw new UnusableDatabase(
                    "the service needs at least two connections to PostgreSQL; raise quarkus.datasource.jdbc.max-size");
        }
        try (Connection one = database.getConnection();
                Connection other = database.getConnection()) {
            String session = value(one, SESSION);
            return changes(one, session) || value(other, SESSION).equals(session);
        }
    }

    private static boolean changes(Connection connection, String session) throws SQLException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (!value(connection, SESSION).equals(session)) {
                return true;
            }
        }
        return false;
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }
}
