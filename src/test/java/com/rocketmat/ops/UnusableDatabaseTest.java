package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.StandIn;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.DatabaseConfig;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.StartupEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases that the service rejects at its start. */
class UnusableDatabaseTest {

    @AutoClose
    private static SandboxDatabase database;

    private record Settings(Duration readTime, boolean allowBypassRls) implements DatabaseConfig {}

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
        database.administer(
                "CREATE ROLE almighty LOGIN SUPERUSER PASSWORD 'sandbox'",
                "CREATE ROLE unbound LOGIN BYPASSRLS PASSWORD 'sandbox'");
    }

    @Test
    void aDirectConnectionIsAccepted() {
        assertThatNoException()
                .isThrownBy(() -> check(database.dataSource(), false).check(new StartupEvent()));
    }

    @Test
    @Tag("finding-C")
    void transactionPoolingIsRejected() {
        DatabaseCheck check = check(new Pooler(true), false);

        assertThatThrownBy(() -> check.check(new StartupEvent()))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining("pool_mode = session");
        assertThat(Main.reason(new RuntimeException(new UnusableDatabase("why"))))
                .contains("why");
    }

    @Test
    @Tag("finding-C")
    void transactionPoolingIsFoundIfTheLeastRecentSessionIsTakenFirst() throws SQLException {
        assertThat(check(new Pooler(false), false).isPooled()).isTrue();
    }

    @Test
    void aPoolOfOneConnectionIsTooSmall() throws SQLException {
        try (AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(settings -> settings.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(1))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                .principal(new NamePrincipal(database.user()))
                                .credential(new SimplePassword(database.password())))))) {

            assertThatThrownBy(() -> check(pool, false).check(new StartupEvent()))
                    .isInstanceOf(UnusableDatabase.class)
                    .hasMessageContaining("quarkus.datasource.jdbc.max-size");
        }
    }

    @Test
    void anOrdinaryRoleIsAccepted() {
        assertThatNoException().isThrownBy(() -> startAs(database.user(), false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"almighty", "unbound"})
    void aRoleThatBypassesRowLevelSecurityStopsTheStart(String role) {
        assertThatThrownBy(() -> startAs(role, false))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining("set quarkus.datasource.username to an ordinary role")
                .hasMessageContaining("rocketmat.database.allow-bypass-rls=true")
                .satisfies(refused -> assertThat(Main.reason(refused)).contains(refused.getMessage()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"almighty", "unbound"})
    void suchARoleMayBeAllowed(String role) {
        try (LogTap log = new LogTap()) {
            assertThatNoException().isThrownBy(() -> startAs(role, true));
            assertThat(log.text()).contains("bypasses row-level security");
        }
    }

    private static void startAs(String role, boolean allowed) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(role);
        source.setPassword(database.password());
        check(source, allowed).check(new StartupEvent());
    }

    private static DatabaseCheck check(DataSource source, boolean bypassAllowed) {
        return new DatabaseCheck(source, new Settings(Duration.ZERO, bypassAllowed));
    }

    /** Like PgBouncer in transaction mode: each statement without a transaction gets any free session. */
    private static final class Pooler extends PGSimpleDataSource {

        private static final long serialVersionUID = 1;

        private final boolean latestFirst;
        private final transient Deque<Connection> free = new ArrayDeque<>();

        /** Prefers the latest session or, if false, the least recent one. */
        private Pooler(boolean latestFirst) {
            this.latestFirst = latestFirst;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection session = database.dataSource().getConnection();
            // PgBouncer creates none while one is free
            if (latestFirst) {
                free.addLast(session);
            } else {
                free.addFirst(session);
            }
            return StandIn.of(
                    Connection.class, (_, method, _) -> method.getName().equals("close") ? null : createStatement());
        }

        private Statement createStatement() throws SQLException {
            Connection session = latestFirst ? free.removeFirst() : free.removeLast();
            free.addFirst(session);
            return session.createStatement();
        }
    }
}
