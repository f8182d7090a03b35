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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** During a rolling update the previous release works on a database that the next one has already migrated, and may be migrating. */
class UpgradeTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** What a migration may do in one release, also to tables with rows: nothing that takes long while it keeps others from them. */
    private static final String LATER = """
            ALTER TABLE model_version ADD COLUMN later text;
            ALTER TABLE score ADD COLUMN later integer NOT NULL DEFAULT 1;
            CREATE TABLE later (tenant_id text PRIMARY KEY);
            """;

    /** Begun again where it was interrupted. */
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

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @Test
    void aPodOfTheFormerReleaseStartsAgainBesideAnIndexThatWasMadeConcurrently() throws IOException {
        Flyway formerly = flyway("former");
        Flyway next = flyway("next");
        later();
        begin();
        formerly.migrate();

        assertThat(next.migrate().migrationsExecuted).isEqualTo(2);

        assertThat(formerly.migrate().migrationsExecuted).isZero();
    }

    /** The driver has the statement prepared by its fifth execution, and makes it anew after the failure. */
    @Test
    void aStatementThatAConnectionHasPreparedFailsOnceAfterAColumnIsAdded() throws SQLException, IOException {
        Flyway formerly = flyway("former");
        Flyway next = flyway("next");
        later();
        begin();
        formerly.migrate();
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
    void aMigrationBehindADumpGivesUpAndIsTriedAgain() throws SQLException, IOException {
        Flyway formerly = flyway("former");
        Flyway next = flyway("next", deployed("QUARKUS_FLYWAY_INIT_SQL"));
        later();
        begin();
        formerly.migrate();

        try (Connection dump = connection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("LOCK TABLE score IN ACCESS SHARE MODE");
            assertThatThrownBy(next::migrate).hasMessageContaining("lock timeout");
            dump.rollback();
        }
        assertThat(next.migrate().migrationsExecuted).isEqualTo(2);
    }

    /** They may be of candidates, and what a migration fails with is logged. */
    @Test
    void aMigrationThatIsRefusedQuotesNoValues() throws IOException {
        Flyway next = flyway("next");
        Files.writeString(
                directory.resolve("next").resolve("V9996__Refused.sql"),
                "CREATE TABLE once (name text PRIMARY KEY); INSERT INTO once VALUES ('Ana'), ('Ana')");
        begin();

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
                .filter(variable -> variable.path("name").asText().equals(setting))
                .map(variable -> variable.path("value").asText())
                .findFirst()
                .orElseThrow();
    }

    private static void begin() {
        database.administer("DROP SCHEMA public CASCADE", "CREATE SCHEMA public AUTHORIZATION " + database.user());
    }

    private static FluentConfiguration flyway() {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(database.jdbcUrl(), database.user(), database.password());
        new MigrationConnection().customize(flyway);
        return flyway;
    }

    private Flyway flyway(String release) throws IOException {
        return flyway(release, "");
    }

    /** As a release with a folder of migrations of its own, on connections that start with this statement. */
    private Flyway flyway(String release, String first) throws IOException {
        Path known = Files.createDirectory(directory.resolve(release));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(MIGRATIONS)) {
            for (Path file : files) {
                Files.copy(file, known.resolve(file.getFileName()));
            }
        }
        return flyway().initSql(first)
                .locations("filesystem:" + known)
                .ignoreMigrationPatterns(ignored())
                .load();
    }

    /** As Quarkus tells Flyway: without the property none, which is not Flyway's own default. */
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
