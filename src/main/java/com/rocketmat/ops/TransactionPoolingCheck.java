package com.rocketmat.ops;

import io.agroal.api.AgroalDataSource;
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
 * Refuses to start behind a proxy that shares PostgreSQL sessions between transactions: a session gets its tenant and lease when the
 * connection leaves the pool, so another tenant's transaction would run with them.
 */
@ApplicationScoped
class TransactionPoolingCheck {

    /** More than one, because a busy proxy may return the same session by chance. */
    private static final int TRIES = 10;

    private static final int CONNECTIONS = 2;

    private static final String SESSION = "SELECT concat_ws(' ', pg_backend_pid(), pg_postmaster_start_time())";

    private final DataSource database;

    TransactionPoolingCheck(DataSource database) {
        this.database = database;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) throws SQLException {
        if (isPooled()) {
            throw new UnusableDatabase(
                    "a proxy in front of PostgreSQL shares sessions between transactions, which would mix up tenants; set it to"
                            + " pool by session (PgBouncer: pool_mode = session), or connect to PostgreSQL directly with quarkus.datasource.jdbc.url");
        }
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
            String session = session(one);
            return changes(one, session) || session(other).equals(session);
        }
    }

    private static boolean changes(Connection connection, String session) throws SQLException {
        for (int tries = 0; tries < TRIES; tries++) {
            if (!session(connection).equals(session)) {
                return true;
            }
        }
        return false;
    }

    private static String session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SESSION)) {
            row.next();
            return row.getString(1);
        }
    }
}
