package com.rocketmat.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.ops.MigrationLock;
import com.rocketmat.sandbox.SandboxDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.output.MigrateResult;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * During a rolling update the previous release works on a database that the next one has already migrated: its statements still
 * succeed, it sees its rows, and it can restart. Each published release adds the number of its last migration here.
 */
class UpgradeTest {

    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** What a migration may do in one release, also to tables with rows: nothing that takes long while it keeps others from them. */
    private static final String LATER = """
            ALTER TABLE model_version ADD COLUMN later text;
            ALTER TABLE score ADD COLUMN later integer NOT NULL DEFAULT 1;
            CREATE INDEX ix_score_later ON ONLY score (tenant_id, later);
            CREATE TABLE later (tenant_id text PRIMARY KEY);
            """;

    /** Some rows at a time. */
    private static final String ROWS_LATER = """
            SET lock_timeout = 0;
            SET rocketmat.tenant = '*';
            DO $$
            BEGIN
                LOOP
                    UPDATE score SET later = 2 WHERE (tenant_id, application_id, model_version) IN
                        (SELECT tenant_id, application_id, model_version FROM score WHERE later = 1 LIMIT 1000);
                    EXIT WHEN NOT FOUND;
                    COMMIT;
                END LOOP;
            END
            $$;
            RESET rocketmat.tenant;
            SET lock_timeout = '5s';
            """;

    /** One part of the table after another; one that was interrupted is begun again. */
    private static final String INDEX_LATER = IntStream.range(0, 16)
            .mapToObj("""
            DROP INDEX CONCURRENTLY IF EXISTS ix_score_%1$02d_later;
            CREATE INDEX CONCURRENTLY ix_score_%1$02d_later ON score_%1$02d (tenant_id, later);
            """::formatted)
            .collect(Collectors.joining("", "SET lock_timeout = 0;\n", "SET lock_timeout = '5s';\n"));

    private static final String ATTACH_LATER = IntStream.range(0, 16)
            .mapToObj("ALTER INDEX ix_score_later ATTACH PARTITION ix_score_%02d_later;\n"::formatted)
            .collect(Collectors.joining());

    @AutoClose
    private static SandboxDatabase database;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void theFormerReleaseGoesOn(int former) throws SQLException, IOException {
        Flyway formerly = flyway("former", former);
        Flyway next = flyway("next", Integer.MAX_VALUE);
        later();
        begin();
        formerly.migrate();
        try (Connection connection = connection()) {
            FormerRelease release = FormerRelease.of(connection);
            release.fill(connection, "before");
            List<String> rows = release.rows(connection, "before");

            assertThat(next.migrate().migrationsExecuted).isPositive();

            assertThat(rows).hasSize(release.tables());
            assertThat(release.rows(connection, "before")).as("its rows").isEqualTo(rows);
            assertThat(release.work(connection, "beside")).as("its statements").isEmpty();
            assertThat(count(connection, "SELECT count(*) FROM score WHERE later = 2"))
                    .isPositive();
            assertThat(
                            count(
                                    connection,
                                    "SELECT count(*) FROM pg_index WHERE indisvalid AND indexrelid = 'ix_score_later'::regclass"))
                    .isOne();
        }
        MigrateResult restarted = formerly.migrate();
        assertThat(restarted.success).as("a pod of it that restarts").isTrue();
        assertThat(restarted.migrationsExecuted).isZero();
    }

    private void later() throws IOException {
        Path next = directory.resolve("next");
        Files.writeString(next.resolve("V9996__Later.sql"), LATER);
        Files.writeString(next.resolve("V9997__RowsLater.sql"), ROWS_LATER);
        Files.writeString(next.resolve("V9997__RowsLater.sql.conf"), "executeInTransaction=false");
        Files.writeString(next.resolve("V9998__IndexLater.sql"), INDEX_LATER);
        Files.writeString(next.resolve("V9998__IndexLater.sql.conf"), "executeInTransaction=false");
        Files.writeString(next.resolve("V9999__AttachLater.sql"), ATTACH_LATER);
    }

    /** Otherwise all statements of the running release would queue behind it. */
    @Test
    void aMigrationBehindADumpGivesUpAndIsTriedAgain() throws SQLException, IOException {
        Flyway formerly = flyway("former", Integer.MAX_VALUE);
        Flyway next = flyway("next", Integer.MAX_VALUE, deployed("QUARKUS_FLYWAY_INIT_SQL"));
        later();
        begin();
        formerly.migrate();

        givesUpBehindADumpOf("score", next);
        assertThat(next.migrate().migrationsExecuted).isEqualTo(4);
    }

    /** All migrations of a start have one connection, and with it what the one before has set. */
    @Test
    void aMigrationAfterOneThatMayWaitGivesUpToo() throws SQLException, IOException {
        Flyway formerly = flyway("former", Integer.MAX_VALUE);
        Flyway next = flyway("next", Integer.MAX_VALUE, deployed("QUARKUS_FLYWAY_INIT_SQL"));
        later();
        Files.writeString(
                directory.resolve("next").resolve("V10000__Last.sql"),
                "ALTER TABLE harvest_budget ADD COLUMN last text");
        begin();
        formerly.migrate();

        givesUpBehindADumpOf("harvest_budget", next);
        assertThat(next.migrate().migrationsExecuted).as("the last one").isOne();
    }

    private static void givesUpBehindADumpOf(String table, Flyway next) throws SQLException {
        try (Connection dump = connection();
                Statement statement = dump.createStatement()) {
            dump.setAutoCommit(false);
            statement.execute("LOCK TABLE %s IN ACCESS SHARE MODE".formatted(table));
            assertThatThrownBy(next::migrate).hasMessageContaining("lock timeout");
            dump.rollback();
        }
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

    /** What a migration must not do in one release. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE run DROP COLUMN discovered",
                "ALTER TABLE tenant RENAME COLUMN reason TO why",
                "ALTER TABLE harvest_budget RENAME TO budget",
                "ALTER TABLE score ADD COLUMN needed text NOT NULL",
                "ALTER TABLE harvest_budget ALTER COLUMN window_end TYPE bigint USING 0",
                "ALTER TABLE model_version DROP CONSTRAINT pk_model_version CASCADE",
                "ALTER TABLE write_proof ADD CONSTRAINT narrow CHECK (damage <> 'x')"
            })
    void whatWouldBreakTheFormerReleaseIsFound(String migration) throws SQLException {
        begin();
        flyway().load().migrate();
        try (Connection connection = connection();
                Statement statement = connection.createStatement()) {
            FormerRelease release = FormerRelease.of(connection);
            assertThat(release.work(connection, "beside")).isEmpty();

            statement.execute(migration);

            assertThat(release.work(connection, "beside")).isNotEmpty();
        }
    }

    private static void begin() throws SQLException {
        database.administer("DROP SCHEMA public CASCADE", "CREATE SCHEMA public AUTHORIZATION " + database.user());
    }

    private static FluentConfiguration flyway() {
        FluentConfiguration flyway =
                Flyway.configure().dataSource(database.jdbcUrl(), database.user(), database.password());
        new MigrationLock().customize(flyway);
        return flyway;
    }

    private static long count(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private Flyway flyway(String release, int last) throws IOException {
        return flyway(release, last, "");
    }

    /** As a release that knows only these migrations, on connections that start with this statement. */
    private Flyway flyway(String release, int last, String first) throws IOException {
        Path known = Files.createDirectory(directory.resolve(release));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(MIGRATIONS)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (Integer.parseInt(name.substring(1, name.indexOf("__"))) <= last) {
                    Files.copy(file, known.resolve(name));
                }
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
