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
import java.time.Duration;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Tells PostgreSQL, each time a connection leaves the pool, whose rows it may access and under which lease: row-level security
 * and the check of leases enforce it even if the code has an error. Also limits how long a statement, the wait for a lock, a pause in a
 * transaction and the server's silence may last, but not before the start, when the connections are Flyway's. And sets what a role's or
 * database's own defaults may have otherwise: all digits of floating-point numbers are sent, since decisions are chained over them,
 * row-level security is no error, and an array may hold nulls.
 */
@Singleton
public final class TenantOfConnection implements AgroalPoolInterceptor {

    private static final String TELL =
            "SELECT set_config('rocketmat.tenant', ?, false), set_config('rocketmat.lease', ?, false), set_config('statement_timeout', ?, false),"
                    + " set_config('idle_in_transaction_session_timeout', ?, false), set_config('plan_cache_mode', ?, false),"
                    + " set_config('lock_timeout', ?, false), set_config('extra_float_digits', '1', false),"
                    + " set_config('row_security', 'on', false), set_config('array_nulls', 'on', false)";

    /** A replica that stalls in the middle of a transaction would keep its locks from the replica that takes over. */
    private static final String PAUSE = "30s";

    /** A purge may hold its tenant's rows for minutes: what waits for them holds a connection, and often a thread that all tenants share. */
    private static final String LOCKS = "5s";

    private static final String NO_LIMIT = "0";

    /**
     * Planning at each call took longer than running: values that select a partial index are literals in the statement. An array that
     * is a parameter is compared element by element with each row that no index of it selects.
     */
    private static final String PLAN = "force_generic_plan";

    /** In the pool, where the only thread that looks after connections asks them; a new one has it from socketTimeout. */
    private static final Duration SILENCE_AT_REST = Duration.ofSeconds(10);

    private final ServedCall call;
    private final String readTime;
    /** As long as a transaction. Nothing else detects a vanished server within a quarter of an hour, if at all. */
    private final Duration silence;

    private volatile boolean started;

    public TenantOfConnection(ServedCall call, DatabaseConfig config) {
        this.call = call;
        this.readTime = String.valueOf(config.readTime().toMillis());
        this.silence = ConfigProvider.getConfig()
                .getOptionalValue("quarkus.transaction-manager.default-transaction-timeout", Duration.class)
                .orElse(Duration.ofMinutes(1));
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
            // not the role's limit, which would end work that may take longer; a statement whose answer is no longer
            // awaited would only keep locks
            tell.setString(3, call.reads() ? readTime : started ? String.valueOf(silence.toMillis()) : NO_LIMIT);
            // null: the connection's or role's default
            tell.setString(4, started ? PAUSE : null);
            tell.setString(5, started ? PLAN : null);
            tell.setString(6, started ? LOCKS : null);
            tell.execute();
            limitSilence(connection, started ? silence : Duration.ZERO);
        } catch (SQLException e) {
            unusable(connection, e);
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        try {
            limitSilence(connection, SILENCE_AT_REST);
        } catch (SQLException e) {
            Log.debugf("A connection is returned closed: SQLSTATE %s", e.getSQLState());
        }
    }

    /** Until it returns to the pool. */
    public static void limitSilence(Connection connection, Duration limit) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, Math.toIntExact(limit.toMillis()));
    }

    /** Not thrown, because the pool would keep the connection. A closed one fails at its first statement and is then discarded. */
    private static void unusable(Connection connection, SQLException reason) {
        Log.debugf("Closing a connection whose tenant cannot be set: SQLSTATE %s", reason.getSQLState());
        try {
            connection.unwrap(Connection.class).close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
