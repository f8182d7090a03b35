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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pool with the product's properties. */
class TenantOfConnectionTest {

    private static final String JDBC = "quarkus.datasource.jdbc.additional-jdbc-properties.";
    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    @AutoClose
    private static SandboxDatabase database;

    private final TenantOfConnection interceptor = ToldConnections.interceptor();

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
        pool.setPoolInterceptors(List.of(interceptor));
    }

    /** Flyway holds its lock in the transaction of an idle connection. */
    @Test
    void aMigrationHasNoTimeouts() throws IOException, SQLException {
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
    void afterTheStartIdleTransactionsAndAnswersAreLimited() throws SQLException {
        interceptor.start(new StartupEvent());
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

    /** A statement ends when the service no longer waits for it: after that it would only hold locks. */
    @Test
    void theStatementTimeoutOfTheRoleIsOverridden() throws SQLException {
        setDefault("statement_timeout", "'5s'");
        assertThat(first("SHOW statement_timeout")).as("a migration").isEqualTo("0");
        interceptor.start(new StartupEvent());
        assertThat(first("SHOW statement_timeout")).isEqualTo("1min");
    }

    /** A configuration made for PostgreSQL 11 may have another default. A row of the decision log would look changed. */
    @Test
    void numbersKeepAllDigits() throws SQLException {
        setDefault("extra_float_digits", "0");
        assertThat(first("SELECT 0.1::float8 + 0.2::float8")).isEqualTo("0.30000000000000004");
    }

    /** Without row_security each statement fails; without array_nulls a null in an array is read as text. */
    @ParameterizedTest
    @ValueSource(strings = {"row_security", "array_nulls"})
    void harmfulDefaultsOfTheRoleAreOverridden(String setting) throws SQLException {
        setDefault(setting, "off");
        assertThat(first("SHOW " + setting)).isEqualTo("on");
    }

    /** PgBouncer refuses it even in session mode. */
    @Test
    void noParameterThatAPoolerRefusesIsSent() throws IOException {
        assertThat(properties()).doesNotContainKey("options");
    }

    /** A stopped server looks like a vanished machine: the connection does not even end. */
    @Test
    @Tag("nightly")
    @Timeout(60)
    void aVanishedServerIsNoticed() throws Exception {
        interceptor.start(new StartupEvent());
        String server = first("SELECT pg_backend_pid()");
        signal("STOP", server);
        try (Connection connection = pool.getConnection()) {
            assertThatThrownBy(() -> first(connection, "SELECT 1"))
                    .matches(DatabaseTrouble::causes)
                    .isInstanceOf(SQLException.class);
        } finally {
            signal("CONT", server);
        }
        assertThat(first("SELECT 1")).isEqualTo("1");
    }

    private static void signal(String signal, String process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, process).start().waitFor())
                .isZero();
    }

    private void setDefault(String setting, String value) {
        database.administer("ALTER ROLE %s SET %s = %s".formatted(database.user(), setting, value));
    }

    @AfterEach
    void resetDefaults() {
        database.administer("ALTER ROLE %s RESET ALL".formatted(database.user()));
    }

    private String first(String query) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return first(connection, query);
        }
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
