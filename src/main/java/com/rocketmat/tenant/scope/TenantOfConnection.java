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
 * Sets the tenant and the lease of a connection each time it leaves the pool: row-level security and the check of leases enforce them
 * even if the code has an error. Also sets timeouts for a statement, a lock, an idle transaction and an answer of the server, except before
 * the start, when Flyway uses the connections. Overrides defaults of the role or the database: all digits of floating-point numbers are
 * sent, because the decision log's digests cover them, row-level security is no error, and an array may contain nulls.
 */
@Singleton
public final class TenantOfConnection implements AgroalPoolInterceptor {

    /**
     * Planning at each call took longer than running. Values that select a partial index are therefore literals in the statement. An
     * array parameter is compared element by element with each row that no index selects.
     */
    private static final String PLAN_CACHE_MODE = "force_generic_plan";

    private static final String SETTINGS =
            "SELECT set_config('rocketmat.tenant', ?, false), set_config('rocketmat.lease', ?, false), set_config('statement_timeout', ?, false),"
                    + " set_config('idle_in_transaction_session_timeout', ?, false), set_config('plan_cache_mode', '"
                    + PLAN_CACHE_MODE + "', false),"
                    + " set_config('lock_timeout', ?, false), set_config('extra_float_digits', '1', false),"
                    + " set_config('row_security', 'on', false), set_config('array_nulls', 'on', false)";

    /** A replica that stalls in the middle of a transaction would keep its locks from the replica that takes over. */
    private static final String IDLE_TIMEOUT = "30s";

    /** A purge may lock its tenant's rows for minutes. A wait for them holds a connection, and often a thread shared by all tenants. */
    private static final String LOCK_TIMEOUT = "5s";

    private static final String NO_LIMIT = "0";

    /** In the pool, whose only maintenance thread checks connections. A new connection has it from socketTimeout. */
    private static final Duration SILENCE_IN_POOL = Duration.ofSeconds(10);

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
        try (PreparedStatement settings = connection.prepareStatement(SETTINGS)) {
            String scope = TenantScope.present();
            settings.setString(1, scope);
            settings.setString(2, Lease.tokenFor(scope));
            // not the role's default, which may be shorter; a statement whose answer is no longer awaited would only
            // hold locks
            settings.setString(3, call.reads() ? readTime : started ? String.valueOf(silence.toMillis()) : NO_LIMIT);
            // null: the connection's or role's default
            settings.setString(4, started ? IDLE_TIMEOUT : null);
            settings.setString(5, started ? LOCK_TIMEOUT : null);
            settings.execute();
            limitSilence(connection, started ? silence : Duration.ZERO);
        } catch (SQLException e) {
            unusable(connection, e);
        }
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        try {
            limitSilence(connection, SILENCE_IN_POOL);
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
