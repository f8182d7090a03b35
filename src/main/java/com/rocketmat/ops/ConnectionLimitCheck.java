package com.rocketmat.ops;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Warns at startup if all replicas together may need more connections than PostgreSQL allows. */
@ApplicationScoped
class ConnectionLimitCheck {

    /** Replicas in addition to the maximum, during a rollout. */
    private static final int SURGE = 1;

    private static final String LOWEST_LIMIT = """
            SELECT bound, connections FROM pg_roles, pg_database, LATERAL (VALUES
                ('max_connections without the reserved ones',
                 current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                 - coalesce(current_setting('reserved_connections', true), '0')::int),
                ('the CONNECTION LIMIT of its role', nullif(rolconnlimit, -1)),
                ('the CONNECTION LIMIT of the database', nullif(datconnlimit, -1))) AS bounds (bound, connections)
            WHERE rolname = current_user AND datname = current_database() AND connections IS NOT NULL
            ORDER BY connections LIMIT 1""";

    private final AgroalDataSource database;
    private final ReplicasConfig replicas;

    ConnectionLimitCheck(AgroalDataSource database, ReplicasConfig replicas) {
        this.database = database;
        this.replicas = replicas;
    }

    void check(@Observes StartupEvent start) throws SQLException {
        check();
    }

    void check() throws SQLException {
        int each = database.getConfiguration().connectionPoolConfiguration().maxSize();
        int most = replicas.max() + SURGE;
        int needed = each * most;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LOWEST_LIMIT)) {
            row.next();
            if (needed > row.getInt(2)) {
                Log.warnf(
                        "%d replicas (rocketmat.replicas.max and one more during a rollout) of %d connections may need %d, but PostgreSQL allows this service %d (%s);"
                                + " raise that to %d, or lower quarkus.datasource.jdbc.max-size or the HorizontalPodAutoscaler's maxReplicas, with rocketmat.replicas.max",
                        most, each, needed, row.getInt(2), row.getString(1), needed);
            }
        }
    }
}
