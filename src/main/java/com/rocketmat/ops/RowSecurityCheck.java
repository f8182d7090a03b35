package com.rocketmat.ops;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Says it at the start when PostgreSQL would not keep tenants apart: row-level security does not bind everybody. */
@ApplicationScoped
public class RowSecurityCheck {

    private static final String BYPASSES =
            "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user";

    private final DataSource database;

    RowSecurityCheck(DataSource database) {
        this.database = database;
    }

    void check(@Observes StartupEvent start) throws SQLException {
        if (bypassed()) {
            Log.warn(
                    "row-level security does not bind the database role of this service, which is a superuser or has BYPASSRLS;"
                            + " give quarkus.datasource.username an ordinary role: the service needs no superuser");
        }
    }

    /** Whether the role may see rows that are not those of the tenant it works for. */
    boolean bypassed() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BYPASSES)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
