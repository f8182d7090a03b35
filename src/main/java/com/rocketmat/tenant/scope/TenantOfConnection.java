package com.rocketmat.tenant.scope;

import io.agroal.api.AgroalPoolInterceptor;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Tells PostgreSQL, each time a connection leaves the pool, whose rows it may access and under which lease: row-level security
 * and the check of leases enforce it even if the code has an error. Also limits how long a statement and a pause in a transaction may last,
 * but not before the start, when the connections are Flyway's.
 */
@Singleton
public final class TenantOfConnection implements AgroalPoolInterceptor {

    private static final String TELL =
            "SELECT set_config('rocketmat.tenant', ?, false), set_config('rocketmat.lease', ?, false), set_config('statement_timeout', ?, false),"
                    + " set_config('idle_in_transaction_session_timeout', ?, false), set_config('plan_cache_mode', ?, false)";

    /** A replica that stalls in the middle of a transaction would keep its locks from the replica that takes over. */
    private static final String PAUSE = "30s";

    /** Planning at each call took longer than running: values that select a partial index are literals in the statement. */
    private static final String PLAN = "force_generic_plan";

    private final ServedCall call;
    private final String readTime;

    private volatile boolean started;

    public TenantOfConnection(ServedCall call, DatabaseConfig config) {
        this.call = call;
        this.readTime = String.valueOf(config.readTime().toMillis());
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        started = true;
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        try (PreparedStatement tell = connection.prepareStatement(TELL)) {
            String scope = TenantScope.present();
            tell.setString(1, scope);
            tell.setString(2, Lease.tokenFor(scope));
            // null: the connection's or role's default
            tell.setString(3, call.reads() ? readTime : null);
            tell.setString(4, started ? PAUSE : null);
            tell.setString(5, started ? PLAN : null);
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
