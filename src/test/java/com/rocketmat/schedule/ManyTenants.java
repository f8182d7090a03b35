package com.rocketmat.schedule;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sync.run.SyncConfig;
import com.rocketmat.tenant.ToldConnections;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A database with due tenants, and what a replica needs to claim them. */
final class ManyTenants {

    static final int WORKERS = 16;
    private static final int CONNECTIONS = 20;

    private ManyTenants() {}

    /** The service's defaults. */
    record Defaults() implements SyncConfig {

        @Override
        public int workers() {
            return WORKERS;
        }

        @Override
        public Duration overlap() {
            return Duration.ofHours(1);
        }

        @Override
        public Duration sweep() {
            return Duration.ofHours(24);
        }
    }

    static void makeDue(SandboxDatabase database, int tenants) {
        database.execute("INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)"
                + " SELECT '%s', 'tenant-' || i, now(), false, 1 FROM generate_series(1, %d) i"
                        .formatted(DueTenants.TASK, tenants));
    }

    static AgroalDataSource pool(SandboxDatabase database) {
        try {
            AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                    .connectionPoolConfiguration(settings -> settings.maxSize(CONNECTIONS)
                            .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.user()))
                                    .credential(new SimplePassword(database.password())))));
            pool.setPoolInterceptors(List.of(ToldConnections.interceptor()));
            return pool;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
