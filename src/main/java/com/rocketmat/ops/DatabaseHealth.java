package com.rocketmat.ops;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Not ready while PostgreSQL is unavailable or rejects writes, for example on a former primary after a failover. */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

    private static final String OK = "ok";
    private static final String READ_ONLY = "read-only";
    /** Or all pooled connections are in use. */
    private static final String AWAY = "away";

    private final AgroalDataSource database;
    private final Connections connections;

    DatabaseHealth(AgroalDataSource database, Connections connections) {
        this.database = database;
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        String state = state();
        if (state.equals(READ_ONLY)) {
            // pooled connections may lead to a former primary; new ones find the current one
            database.flush(FlushMode.GRACEFUL);
        }
        var answer =
                HealthCheckResponse.named("database").status(state.equals(OK)).withData("state", state);
        Connections.Demand demand = connections.demand();
        if (demand != null) {
            answer.withData("connectionsNeeded", demand.needed()).withData("connectionsGiven", demand.allowed());
            demand.excess()
                    .ifPresent(excess -> answer.withData("warning", excess).withData("remedy", demand.remedy()));
        }
        return answer.build();
    }

    private String state() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('transaction_read_only')")) {
            return row.next() && row.getString(1).equals("off") ? OK : READ_ONLY;
        } catch (SQLException e) {
            return AWAY;
        }
    }
}
