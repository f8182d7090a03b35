package com.rocketmat.tenant.scope;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells PostgreSQL, each time a connection leaves the pool, whose rows it may access and under which lease: row-level security
 * and the check of leases enforce it even if the code has an error. Also limits the duration of a statement, because many callers
 * may wait.
 */
@Singleton
public final class TenantOfConnection implements AgroalPoolInterceptor {

    private static final String TELL =
            "SELECT set_config('rocketmat.tenant', ?, false), set_config('rocketmat.lease', ?, false), set_config('statement_timeout', ?, false)";

    private final ServedCall call;
    private final String readTime;

    public TenantOfConnection(ServedCall call, DatabaseConfig config) {
        this.call = call;
        this.readTime = String.valueOf(config.readTime().toMillis());
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        try (PreparedStatement tell = connection.prepareStatement(TELL)) {
            String scope = TenantScope.present();
            tell.setString(1, scope);
            tell.setString(2, Lease.tokenFor(scope));
            // null: the connection's or role's default
            tell.setString(3, call.reads() ? readTime : null);
            tell.execute();
        } catch (SQLException e) {
            unusable(connection, e);
        }
    }

    /**
     * Not thrown, because the pool would keep the connection. A closed one fails at its first statement and is then discarded.
     */
    private static void unusable(Connection connection, SQLException reason) {
        Log.debugf("Closing a connection whose tenant cannot be set: SQLSTATE %s", reason.getSQLState());
        try {
            connection.unwrap(Connection.class).close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
