package com.rocketmat.ops;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Makes Flyway's lock, which lets one pod at a time migrate, a session lock. The default is a transaction lock, held while the migrations run:
 * {@code CREATE INDEX CONCURRENTLY} waits for all transactions, so it would wait for ever.
 *
 * <p>If the tables' owner has a role of its own, Flyway opens its own connection, without the properties of the data source: errors would
 * quote refused rows in the log, and a connection would hang for hours if PostgreSQL's node is lost.
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
