package com.rocketmat.ops;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/**
 * Flyway lets one pod at a time migrate by a lock of its session. By default it is one of a transaction, which is open as long as the
 * migrations run: an index that is made CONCURRENTLY waits for the end of all transactions, and would wait for ever.
 */
@Singleton
public final class MigrationLock implements FlywayConfigurationCustomizer {

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration
                .getPluginRegister()
                .getExact(PostgreSQLConfigurationExtension.class)
                .setTransactionalLock(false);
    }
}
