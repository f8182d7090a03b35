package com.rocketmat.tenant.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.ToldConnections;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.PostgreSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.quarkus.runtime.StartupEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool as the product has it. */
class TenantOfConnectionTest {

    private static final String JDBC = "quarkus.datasource.jdbc.additional-jdbc-properties.";
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private static SandboxDatabase database;

    private final TenantOfConnection told = ToldConnections.interceptor();

    @AutoClose
    private AgroalDataSource pool;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startTheDatabase() {
        database = SandboxDatabase.start();
    }

    @BeforeEach
    void makeThePool() throws SQLException, IOException {
        Map<String, String> properties = properties();
        pool = AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(settings -> settings.maxSize(2)
                        .exceptionSorter(new PostgreSQLExceptionSorter())
                        .connectionFactoryConfiguration(factory -> {
                            properties.forEach(factory::jdbcProperty);
                            return factory.jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.user()))
                                    .credential(new SimplePassword(database.password()));
                        })));
        pool.setPoolInterceptors(List.of(told));
    }

    /** Flyway's lock is in the transaction of a connection that rests meanwhile. */
    @Test
    void aMigrationMayTakeAsLongAsItNeeds() throws IOException, SQLException {
        Files.writeString(directory.resolve("V1__Long.sql"), """
                CREATE TABLE long AS SELECT current_setting('idle_in_transaction_session_timeout') AS pause, current_setting('lock_timeout') AS locks;
                """);

        Flyway.configure()
                .dataSource(pool)
                .locations("filesystem:" + directory)
                .load()
                .migrate();

        try (Connection connection = pool.getConnection()) {
            assertThat(first(connection, "SELECT pause FROM long")).isEqualTo("0");
            assertThat(first(connection, "SELECT locks FROM long")).isEqualTo("0");
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    @Test
    void laterAPauseInATransactionAndTheServersSilenceAreLimited() throws SQLException {
        told.start(new StartupEvent());
        Connection raw;
        try (Connection connection = pool.getConnection()) {
            assertThat(first(connection, "SHOW idle_in_transaction_session_timeout"))
                    .isEqualTo("30s");
            assertThat(first(connection, "SHOW lock_timeout")).isEqualTo("5s");
            assertThat(first(connection, "SHOW plan_cache_mode")).isEqualTo("force_generic_plan");
            assertThat(connection.getNetworkTimeout()).isEqualTo(A_MINUTE.toMillis());
            raw = connection.unwrap(Connection.class);
        }

        assertThat(raw.getNetworkTimeout()).as("in the pool").isEqualTo(10_000);
    }

    /** Its own is as long as it waits for an answer: what goes on after that would only keep locks. */
    @Test
    void theLimitOfARoleForStatementsDoesNotEndTheServicesWork() throws SQLException {
        database.administer("ALTER ROLE %s SET statement_timeout = '5s'".formatted(database.user()));
        try {
            try (Connection connection = pool.getConnection()) {
                assertThat(first(connection, "SHOW statement_timeout"))
                        .as("a migration")
                        .isEqualTo("0");
            }
            told.start(new StartupEvent());
            try (Connection connection = pool.getConnection()) {
                assertThat(first(connection, "SHOW statement_timeout")).isEqualTo("1min");
            }
        } finally {
            database.administer("ALTER ROLE %s RESET statement_timeout".formatted(database.user()));
        }
    }

    /** As a configuration that was made for PostgreSQL 11 has it. A row of the decision log would look changed. */
    @Test
    void numbersKeepAllTheirDigitsWhateverTheRolesDefault() throws SQLException {
        database.administer("ALTER ROLE %s SET extra_float_digits = 0".formatted(database.user()));
        try (Connection connection = pool.getConnection()) {
            assertThat(first(connection, "SELECT 0.1::float8 + 0.2::float8")).isEqualTo("0.30000000000000004");
        } finally {
            database.administer("ALTER ROLE %s RESET extra_float_digits".formatted(database.user()));
        }
    }

    /** With the first, each statement would fail; with the second, a null in an array would be read as a text. */
    @ParameterizedTest
    @ValueSource(strings = {"row_security", "array_nulls"})
    void aDefaultOfTheRoleThatTheServiceCannotWorkWithDoesNotCount(String setting) throws SQLException {
        database.administer("ALTER ROLE %s SET %s = off".formatted(database.user(), setting));
        try (Connection connection = pool.getConnection()) {
            assertThat(first(connection, "SHOW " + setting)).isEqualTo("on");
        } finally {
            database.administer("ALTER ROLE %s RESET %s".formatted(database.user(), setting));
        }
    }

    /** As PgBouncer does, in session mode too. */
    @Test
    void noParameterIsSentThatAPoolerRefuses() throws IOException {
        assertThat(properties()).doesNotContainKey("options");
    }

    /** To the other end it looks like a server whose machine is gone: nothing comes, not even the end of the connection. */
    @Test
    @Tag("nightly")
    @Timeout(60)
    void aConnectionWhoseServerVanishedIsNoticed() throws Exception {
        told.start(new StartupEvent());
        String server;
        try (Connection connection = pool.getConnection()) {
            server = first(connection, "SELECT pg_backend_pid()");
        }
        signal("STOP", server);
        try (Connection connection = pool.getConnection()) {
            assertThatThrownBy(() -> first(connection, "SELECT 1"))
                    .matches(DatabaseTrouble::causes)
                    .isInstanceOf(SQLException.class);
        } finally {
            signal("CONT", server);
        }
        try (Connection connection = pool.getConnection()) {
            assertThat(first(connection, "SELECT 1")).isEqualTo("1");
        }
    }

    private static void signal(String signal, String process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, process).start().waitFor())
                .isZero();
    }

    private static String first(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    private static Map<String, String> properties() throws IOException {
        Properties all = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            all.load(file);
        }
        return all.stringPropertyNames().stream()
                .filter(name -> name.startsWith(JDBC))
                .collect(Collectors.toMap(name -> name.substring(JDBC.length()), all::getProperty));
    }
}
