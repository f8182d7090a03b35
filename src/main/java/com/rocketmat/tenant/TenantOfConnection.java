package com.rocketmat.tenant;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells PostgreSQL whose rows a connection may touch, and under which lease, each time that it leaves the pool: row-level security and
 * the check of leases go by it, whatever the code forgot.
 */
@Singleton
public final class TenantOfConnection implements AgroalPoolInterceptor {

    private static final String TELL =
            "SELECT set_config('rocketmat.tenant', ?, false), set_config('rocketmat.lease', ?, false)";

    @Override
    public void onConnectionAcquire(Connection connection) {
        try (PreparedStatement tell = connection.prepareStatement(TELL)) {
            String scope = TenantScope.present();
            tell.setString(1, scope);
            tell.setString(2, Lease.tokenFor(scope));
            tell.execute();
        } catch (SQLException e) {
            unusable(connection, e);
        }
    }

    /** Not thrown: the pool would keep the connection. A closed one fails at its first statement, and is then thrown away. */
    private static void unusable(Connection connection, SQLException reason) {
        Log.debugf("a connection that cannot be told its tenant is closed: SQLSTATE %s", reason.getSQLState());
        try {
            connection.unwrap(Connection.class).close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
