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

/** Not ready while PostgreSQL rejects writes, for example after a failover to a server that is not the primary. */
@Readiness
@ApplicationScoped
class DatabaseHealth implements HealthCheck {

    private final AgroalDataSource database;
    private final Connections connections;

    DatabaseHealth(AgroalDataSource database, Connections connections) {
        this.database = database;
        this.connections = connections;
    }

    @Override
    public HealthCheckResponse call() {
        State state = state();
        if (state == State.READ_ONLY) {
            // a former primary keeps its connections; new connections find the current one
            database.flush(FlushMode.GRACEFUL);
        }
        var answer =
                HealthCheckResponse.named("database").status(state == State.OK).withData("state", state.shown);
        Connections.Demand demand = connections.demanded();
        if (demand != null) {
            answer.withData("connectionsNeeded", demand.needed()).withData("connectionsGiven", demand.given());
            demand.excess()
                    .ifPresent(excess -> answer.withData("warning", excess).withData("remedy", demand.remedy()));
        }
        return answer.build();
    }

    private State state() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('transaction_read_only')")) {
            return row.next() && row.getString(1).equals("off") ? State.OK : State.READ_ONLY;
        } catch (SQLException e) {
            return State.AWAY;
        }
    }

    private enum State {
        OK("ok"),
        READ_ONLY("read-only"),
        /** Or all pooled connections are in use. */
        AWAY("away");

        private final String shown;

        State(String shown) {
            this.shown = shown;
        }
    }
}
