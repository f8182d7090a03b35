package com.rocketmat.ops;

import com.rocketmat.tenant.scope.DatabaseConfig;
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

/** Refuses to start with a database role that bypasses row-level security: PostgreSQL would not separate tenants. */
@ApplicationScoped
class RowSecurityCheck {

    private static final String BYPASSES =
            "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user";

    private final DataSource database;
    private final DatabaseConfig config;

    RowSecurityCheck(DataSource database, DatabaseConfig config) {
        this.database = database;
        this.config = config;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent start) throws SQLException {
        if (!isBypassed()) {
            return;
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

    private boolean isBypassed() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(BYPASSES)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
