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

    DatabaseHealth(AgroalDataSource database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        String state = state();
        if (state.equals(READ_ONLY)) {
            // pooled connections may lead to a former primary; new ones find the current one
            database.flush(FlushMode.GRACEFUL);
        }
        return HealthCheckResponse.named("database")
                .status(state.equals(OK))
                .withData("state", state)
                .build();
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
