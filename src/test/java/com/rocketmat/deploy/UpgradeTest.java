package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.ops.MigrationConnection;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.DatabaseTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.util.Throwables;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** During a rolling update, the former release uses a database that the next one migrates. */
class UpgradeTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** What a migration may do in one release, also to tables with rows: nothing that locks them for long. */
    private static final String LATER = """
        ALTER TABLE model_version ADD COLUMN later text;
        ALTER TABLE score ADD COLUMN later integer NOT NULL DEFAULT 1;
        CREATE TABLE later (tenant_id text PRIMARY KEY);
        """;

    /** Repeatable after an interruption. */
    private static final String INDEX_LATER = """
        SET lock_timeout = 0;
        DROP INDEX CONCURRENTLY IF EXISTS ix_score_00_later;
        CREATE INDEX CONCURRENTLY ix_score_00_later ON score_00 (tenant_id, later);
        SET lock_timeout = '5s';
        """;

    @AutoClose
    private static SandboxDatabase database;

    @TempDir
    private Path directory;

    private Flyway former;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @BeforeEach
    void theFormerReleaseHasMigrated() throws IOException {
        database.administer("DROP SCHEMA public CASCADE", "CREATE SCHEMA public AUTHORIZATION " + database.user());
        former = flyway("former");
        former.migrate();
    }

    /** The driver prepares a statement at its fifth execution, and again after the failure. */
    @Test
    void aPreparedStatementFailsOnceAfterAColumnIsAdded() throws SQLException, IOException {
        Flyway next = flyway("next");
        later();
        try (Connection pooled = connection();
                PreparedStatement scores = pooled.prepareStatement("SELECT * FROM score")) {
            pooled.setAutoCommit(false);
            for (int executions = 0; executions < 6; executions++) {
                scores.executeQuery().close();
            }
            pooled.commit();
            next.migrate();

            assertThatThrownBy(scores::executeQuery)
                    .hasMessageContaining("cached plan")
                    .matches(DatabaseTrouble::causes);
            pooled.rollback();
            scores.executeQuery().close();
        }
    }

    private void later() throws IOException {
        Path next = directory.resolve("next");
        Files.writeString(next.resolve("V9996__Later.sql"), LATER);
        Files.writeString(next.resolve("V9997__IndexLater.sql"), INDEX_LATER);
        Files.writeString(next.resolve("V9997__IndexLater.sql.conf"), "executeInTransaction=false");
    }

    /** Otherwise all statements of the running release would queue behind it. */
    @Test
    void aMigrationGivesUpBehindADumpAndBothReleasesGoOnAfterTheNextTry() throws SQLException, IOException {
        Flyway next = flyway("next", deployed("QUARKUS_FLYWAY_INIT_SQL"));
        later();

        try (Connection dump = connection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("LOCK TABLE score IN ACCESS SHARE MODE");
            assertThatThrownBy(next::migrate).hasMessageContaining("lock timeout");
            dump.rollback();
        }
        assertThat(next.migrate().migrationsExecuted).isEqualTo(2);

        assertThat(former.migrate().migrationsExecuted)
                .as("of a pod of the former release that starts again")
                .isZero();
    }

    /** They may be candidates' data, and the failure is logged. */
    @Test
    void aFailedMigrationQuotesNoValues() throws IOException {
        Flyway next = flyway("next");
        Files.writeString(
                directory.resolve("next").resolve("V9996__Refused.sql"),
                "CREATE TABLE once (name text PRIMARY KEY); INSERT INTO once VALUES ('Ana'), ('Ana')");

        assertThatThrownBy(next::migrate)
                .hasStackTraceContaining("once_pkey")
                .extracting(Throwables::getStackTrace, InstanceOfAssertFactories.STRING)
                .doesNotContain("Ana");
    }

    private static String deployed(String setting) throws IOException {
        return Manifests.rendered("base")
                .pod()
                .at("/initContainers/0/env")
                .valueStream()
                .filter(variable -> Manifests.text(variable, "/name").equals(setting))
                .map(variable -> Manifests.text(variable, "/value"))
                .findFirst()
                .orElseThrow();
    }

    private Flyway flyway(String release) throws IOException {
        return flyway(release, "");
    }

    /** A release with its own folder of migrations, on connections that start with this statement. */
    private Flyway flyway(String release, String first) throws IOException {
        Path known = Files.createDirectory(directory.resolve(release));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(MIGRATIONS)) {
            for (Path file : files) {
                Files.copy(file, known.resolve(file.getFileName()));
            }
        }
        FluentConfiguration flyway = Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .initSql(first)
                .locations("filesystem:" + known)
                .ignoreMigrationPatterns(ignored());
        new MigrationConnection().customize(flyway);
        return flyway.load();
    }

    /** As Quarkus configures Flyway: without the property none, unlike Flyway's own default. */
    private static String[] ignored() throws IOException {
        Properties properties = new Properties();
        try (InputStream file = Files.newInputStream(Path.of("src/main/resources/application.properties"))) {
            properties.load(file);
        }
        String patterns = properties.getProperty("quarkus.flyway.ignore-migration-patterns");
        return patterns == null ? new String[0] : patterns.split(",");
    }

    private static Connection connection() throws SQLException {
        Properties properties = new Properties();
        properties.put("user", database.user());
        properties.put("password", database.password());
        properties.put("options", "-c rocketmat.tenant=*");
        return DriverManager.getConnection(database.jdbcUrl(), properties);
    }
}
