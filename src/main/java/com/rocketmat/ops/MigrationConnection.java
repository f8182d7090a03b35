package com.rocketmat.ops;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Flyway lets one pod at a time migrate by a lock of its session. By default it is one of a transaction, which is open as long as the
 * migrations run: an index that is made CONCURRENTLY waits for the end of all transactions, and would wait for ever.
 *
 * <p>The connection of an owner with a name of its own is made by Flyway, without what application.properties says of connections: its
 * errors would quote the values of refused rows in the log, and one that PostgreSQL's node has left would wait for hours.
 */
@Singleton
public final class MigrationConnection implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .jdbcProperties(Map.of("logServerErrorDetail", "false", "tcpKeepAlive", "true"))
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
