package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.flywaydb.core.Flyway;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;

/** The service migrates with the settings of {@code UpgradeTest}. */
@QuarkusTest
class MigrationConnectionQuarkusTest {

    @Inject
    Flyway flyway;

    @Test
    void migrationsRunWithoutATransactionBesideThem() {
        assertThat(flyway.getConfiguration()
                        .getPluginRegister()
                        .getExact(PostgreSQLConfigurationExtension.class)
                        .isTransactionalLock())
                .isFalse();
    }
}
