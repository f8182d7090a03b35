package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.database.SandboxDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.StartupEvent;
import java.lang.reflect.Proxy;
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
import org.postgresql.ds.PGSimpleDataSource;

@Tag("finding-C")
class TransactionPoolingCheckTest {

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @Test
    void aConnectionOfItsOwnIsFine() {
        assertThatNoException().isThrownBy(() -> check(database.dataSource()).check(new StartupEvent()));
    }

    @Test
    void sessionsThatTransactionsShareAreRefused() {
        TransactionPoolingCheck check = check(new Pooler(true));

        assertThatThrownBy(() -> check.check(new StartupEvent()))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining("pool_mode = session");
        assertThat(Main.reason(new RuntimeException(new UnusableDatabase("why"))))
                .contains("why");
    }

    @Test
    void sharedSessionsAreRefusedWhereTheOneThatRestedLongestIsTakenFirst() throws SQLException {
        assertThat(check(new Pooler(false)).isPooled()).isTrue();
    }

    @Test
    void aPoolOfOneConnectionIsTooSmall() throws SQLException {
        try (AgroalDataSource pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(settings -> settings.maxSize(1)
                        .acquisitionTimeout(Duration.ofSeconds(1))
                        .connectionFactoryConfiguration(factory -> factory.jdbcUrl(database.jdbcUrl())
                                .principal(new NamePrincipal(database.user()))
                                .credential(new SimplePassword(database.password())))))) {

            assertThatThrownBy(() -> check(pool).check(new StartupEvent()))
                    .isInstanceOf(UnusableDatabase.class)
                    .hasMessageContaining("quarkus.datasource.jdbc.max-size");
        }
    }

    private static TransactionPoolingCheck check(DataSource source) {
        return new TransactionPoolingCheck(source);
    }

    /** Like PgBouncer in transaction mode: each statement without a transaction gets any free session. */
    private static final class Pooler extends PGSimpleDataSource {

        private static final long serialVersionUID = 1;

        private final boolean latestFirst;
        private final transient Deque<Connection> free = new ArrayDeque<>();

        /** Prefers the session that was used last or, if not set, the one that rested longest. */
        private Pooler(boolean latestFirst) {
            this.latestFirst = latestFirst;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection session = database.dataSource().getConnection();
            // new ones wait longest, because PgBouncer creates none while one is free
            if (latestFirst) {
                free.addLast(session);
            } else {
                free.addFirst(session);
            }
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (_, method, _) -> method.getName().equals("close") ? null : createStatement());
        }

        private Statement createStatement() throws SQLException {
            Connection session = latestFirst ? free.removeFirst() : free.removeLast();
            free.addFirst(session);
            return session.createStatement();
        }
    }
}
