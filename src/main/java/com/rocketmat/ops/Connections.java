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
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/** Warns at start if all replicas together may need more connections than PostgreSQL allows. */
@ApplicationScoped
class Connections {

    /** Added during a rollout, on top of the maximum number of replicas. */
    private static final int SURGE = 1;

    /** Used by migrations beside the pool if they have a role of their own; otherwise they and the scheduler use the pool. */
    private static final int OF_MIGRATIONS = 2;

    private static final String LEAST = """
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
    private volatile Demand demand;

    Connections(AgroalDataSource database, ReplicasConfig replicas) {
        this.database = database;
        this.replicas = replicas;
    }

    void check(@Observes StartupEvent start) throws SQLException {
        check();
    }

    void check() throws SQLException {
        demand = demand();
        demand.excess().ifPresent(excess -> Log.warn(excess + "; " + demand.remedy()));
    }

    /** As read at start. */
    Demand demanded() {
        return demand;
    }

    private Demand demand() throws SQLException {
        int each = database.getConfiguration().connectionPoolConfiguration().maxSize()
                + ConfigProvider.getConfig()
                        .getOptionalValue("quarkus.flyway.username", String.class)
                        .map(_ -> OF_MIGRATIONS)
                        .orElse(0);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet least = statement.executeQuery(LEAST)) {
            least.next();
            return new Demand(each, replicas.max() + SURGE, least.getInt(2), least.getString(1));
        }
    }

    /** What all replicas may need, and what is given; {@code bound} names the setting that limits it. */
    record Demand(int each, int replicas, int given, String bound) {

        int needed() {
            return each * replicas;
        }

        /** Empty if there are enough. */
        Optional<String> excess() {
            return needed() <= given
                    ? Optional.empty()
                    : Optional.of(
                            "%d replicas (rocketmat.replicas.max and one more during a rollout) of %d connections may need %d, but PostgreSQL allows this service %d (%s)"
                                    .formatted(replicas, each, needed(), given, bound));
        }

        String remedy() {
            return "raise that to %d, or lower quarkus.datasource.jdbc.max-size or the HorizontalPodAutoscaler's maxReplicas, with rocketmat.replicas.max"
                    .formatted(needed());
        }
    }
}
