package com.rocketmat.sandbox.database;

import static com.rocketmat.sandbox.process.Within.within;

import com.rocketmat.sandbox.process.FreePort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL 18 with what the service has in production: its own database, and a role that owns it and nothing more. */
public final class SandboxDatabase implements AutoCloseable {

    /** The application name of tests in PostgreSQL; the service's is different. */
    static final String TESTS = "tests";

    private static final String NAME = "rocketmat";
    /** The key of an advisory lock. */
    private static final long STUCK = 4_711;

    private static final String PASSWORD = "sandbox";

    private static SandboxDatabase provisioned;
    private static SandboxDatabase migrated;

    private final Path home;
    private final int port;
    private final IdleConnections superusers = new IdleConnections();
    private final IdleConnections owners = new IdleConnections();
    private EmbeddedPostgres server;

    private SandboxDatabase(Path home, int port) {
        this.home = home;
        this.port = port;
    }

    public static SandboxDatabase start() {
        return copyOf(provisioned());
    }

    /** With the service's schema, which takes more than a second to create. */
    public static SandboxDatabase migrated() {
        return copyOf(migratedTemplate());
    }

    private static SandboxDatabase copyOf(SandboxDatabase template) {
        SandboxDatabase database = empty();
        copy(template.data(), database.data());
        database.run();
        return database;
    }

    private static SandboxDatabase empty() {
        try {
            SandboxDatabase database =
                    new SandboxDatabase(Files.createTempDirectory("rocketmat-postgres-"), FreePort.find());
            Runtime.getRuntime().addShutdownHook(new Thread(database::close));
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Created once and copied for each database of this JVM, because initdb takes a second. */
    private static synchronized SandboxDatabase provisioned() {
        if (provisioned == null) {
            SandboxDatabase first = empty();
            first.run();
            first.provision();
            provisioned = stopped(first);
        }
        return provisioned;
    }

    private static synchronized SandboxDatabase migratedTemplate() {
        if (migrated == null) {
            SandboxDatabase first = start();
            Flyway.configure()
                    .dataSource(first.jdbcUrl(), first.user(), first.password())
                    .load()
                    .migrate();
            migrated = stopped(first);
        }
        return migrated;
    }

    private static SandboxDatabase stopped(SandboxDatabase database) {
        database.stop();
        within(60).until(() -> Files.notExists(database.data().resolve("postmaster.pid")));
        return database;
    }

    /** With the permissions of files, which PostgreSQL insists on. */
    private static void copy(Path from, Path to) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://localhost:" + port + "/" + NAME;
    }

    public String user() {
        return NAME;
    }

    public String password() {
        return PASSWORD;
    }

    /** Not pooled, and sees the rows of all tenants. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setApplicationName(TESTS);
        source.setUrl(jdbcUrl());
        source.setUser(user());
        source.setPassword(password());
        source.setOptions("-c rocketmat.tenant=*");
        return source;
    }

    /** As a superuser, in the service's database. */
    public void administer(String... statements) {
        with(superuser(), statement -> executed(statement, statements));
    }

    /** The number that a superuser's query returns. */
    public long count(String query) {
        return superusers.with(this::superuser, statement -> {
            ResultSet row = statement.executeQuery(query);
            row.next();
            return row.getLong(1);
        });
    }

    /** As the service, of whose tenants it sees all: the number of rows that the last statement changed. */
    public int execute(String... statements) {
        return owners.with(this::dataSource, statement -> executed(statement, statements));
    }

    private static int executed(Statement statement, String... statements) throws SQLException {
        for (String sql : statements) {
            statement.execute(sql);
        }
        return statement.getUpdateCount();
    }

    /** The first column of the rows that the query returns to the service, of whose tenants it sees all. */
    public List<String> column(String query) {
        return owners.with(this::dataSource, statement -> {
            ResultSet rows = statement.executeQuery(query);
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        });
    }

    /** Those with rows of tenants; a partition's rows belong to its table. */
    public List<String> tenantTables() {
        return column("""
            SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
              AND a.attname = 'tenant_id' ORDER BY 1""");
    }

    /** Locks the table against reads and writes meanwhile. */
    public void whileLocked(String table, Runnable work) {
        whileHeld("LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE", work);
    }

    /** Changes of the table take until the end meanwhile, without waiting for a lock. */
    public void whileStuck(String table, Runnable work) {
        administer(
                "CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " WHILE NOT pg_try_advisory_xact_lock_shared(%1$d) LOOP PERFORM pg_sleep(0.1); END LOOP; RETURN NULL; END $$"
                                .formatted(STUCK),
                "CREATE TRIGGER stuck BEFORE INSERT OR UPDATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION stuck()"
                        .formatted(table));
        try {
            whileHeld("SELECT pg_advisory_xact_lock(%d)".formatted(STUCK), work);
        } finally {
            administer("DROP TRIGGER stuck ON " + table, "DROP FUNCTION stuck");
        }
    }

    private void whileHeld(String lock, Runnable work) {
        with(superuser(), statement -> {
            statement.getConnection().setAutoCommit(false);
            statement.execute(lock);
            work.run();
            statement.getConnection().rollback();
            return null;
        });
    }

    private DataSource superuser() {
        return server.getDatabase("postgres", NAME);
    }

    /** A statement that fails ends the test, which need not declare that. */
    public static <T> T with(DataSource database, Work<T> work) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            return work.with(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    @FunctionalInterface
    public interface Work<T> {

        public T with(Statement statement) throws SQLException;
    }

    /** Where {@link StatementLog} finds the server's log. */
    Path logs() {
        return data().resolve("log");
    }

    private Path data() {
        return home.resolve("data");
    }

    /** Stops the server with its connections; data and port are kept for {@link #restart()}. */
    public synchronized void stop() {
        if (server == null) {
            return;
        }
        try {
            server.close();
            server = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server again on the same port and data, stopping it first if it runs. */
    public synchronized void restart() {
        stop();
        run();
    }

    @Override
    public synchronized void close() {
        stop();
        try (Stream<Path> files = Files.exists(home) ? Files.walk(home) : Stream.empty()) {
            files.sorted(Comparator.reverseOrder()).forEach(SandboxDatabase::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data())
                    .setOverrideWorkingDirectory(
                            Files.createDirectories(binaries()).toFile())
                    // tests open thousands of connections, and 4,096 rounds of hashing took a tenth of their time
                    .setServerConfig("scram_iterations", "1")
                    // what is logged can be changed later, but not this
                    .setServerConfig("logging_collector", "on")
                    .setPGStartupWait(Duration.ofMinutes(1))
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not start", e);
        }
    }

    /** Separate per user: root and an ordinary user cannot share unpacked files if the directory is not the build's. */
    private static Path binaries() {
        return Path.of(System.getProperty("java.io.tmpdir"), "rocketmat-postgres-" + System.getProperty("user.name"));
    }

    private void provision() {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + NAME
                    + " login nosuperuser nobypassrls nocreaterole nocreatedb password '" + PASSWORD + "'");
            statement.execute("create database " + NAME + " owner " + NAME);
            demandPassword(statement);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("PostgreSQL does not accept its first statements", e);
        }
    }

    /** initdb trusts all local users, which would hide a missing or wrong password. */
    private static void demandPassword(Statement statement) throws SQLException, IOException {
        try (ResultSet row = statement.executeQuery("show hba_file")) {
            row.next();
            Path rules = Path.of(row.getString(1));
            List<String> trusting = Files.readAllLines(rules);
            Files.write(rules, List.of("host all " + NAME + " all scram-sha-256"));
            Files.write(rules, trusting, StandardOpenOption.APPEND);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
