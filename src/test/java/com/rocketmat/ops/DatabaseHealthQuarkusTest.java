package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.database.SandboxDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DatabaseHealthQuarkusTest {

    private static final String CHECK = "checks.find { it.name == 'database' }.";

    // below the management port's own root, /q
    @TestHTTPResource(value = "/health/ready", management = true)
    URI ready;

    SandboxDatabase database;

    @Inject
    AgroalDataSource pool;

    @Inject
    BeanManager beans;

    @Inject
    ConnectionLimitCheck limit;

    /** {@link UnusableDatabaseTest} shows what it rejects. */
    @Test
    void theDatabaseIsCheckedAtTheStart() {
        assertThat(beans.resolveObserverMethods(new StartupEvent()))
                .extracting(observer -> observer.getBeanClass().getSimpleName())
                .contains("DatabaseCheck");
    }

    /** Quarkus's own check of the database would take a second connection, and show the driver's message. */
    @Test
    void thereAreNoOtherChecks() {
        ready().body("checks.name", containsInAnyOrder("database", "vault", "Graceful Shutdown"));
    }

    @Test
    void enoughConnectionsGiveNoWarning() throws SQLException {
        try (LogTap log = new LogTap(ConnectionLimitCheck.class)) {
            limit.check();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void tooFewConnectionsGiveAWarningWithARemedy() throws SQLException {
        database.administer("ALTER ROLE rocketmat CONNECTION LIMIT 39");
        try (LogTap log = new LogTap()) {
            limit.check();
            assertThat(log.about(""))
                    .anySatisfy(line -> assertThat(line.text())
                            .contains(
                                    "may need 40, but PostgreSQL allows this service 39 (the CONNECTION LIMIT of its role)")
                            .contains("raise that to 40", "quarkus.datasource.jdbc.max-size"));
            ready().body(CHECK + "status", equalTo("UP"));
        } finally {
            database.administer("ALTER ROLE rocketmat CONNECTION LIMIT -1");
        }
    }

    @Test
    void theDatabasesOwnLimitCounts() throws SQLException {
        database.administer("ALTER DATABASE rocketmat CONNECTION LIMIT 25");
        try (LogTap log = new LogTap(ConnectionLimitCheck.class)) {
            limit.check();
            assertThat(log.text()).contains("allows this service 25");
        } finally {
            database.administer("ALTER DATABASE rocketmat CONNECTION LIMIT -1");
        }
    }

    /** Like sessions with a former primary: new ones would reach the current one. */
    @Test
    void readOnlyConnectionsAreReplaced() throws SQLException {
        // others that the pool has would stay as they are, and the check may always get one of those
        pool.flush(FlushMode.GRACEFUL);
        onEach(statement -> statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"));
        try {
            List<String> seen = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(50))
                    .until(() -> seen.add(ready().extract().path(CHECK + "data.state")) && seen.contains("read-only"));
            await().until(() -> onEach(statement -> holds(statement, "SHOW transaction_read_only", "off")) == 15);
            await().untilAsserted(() -> ready().statusCode(200).body(CHECK + "data.state", equalTo("ok")));
        } finally {
            pool.flush(FlushMode.GRACEFUL);
        }
    }

    /** After waiting for a lock, a transaction must see what was committed meanwhile, such as an objection. */
    @Test
    void transactionsAreReadCommittedDespiteTheRolesDefault() throws SQLException {
        database.administer("ALTER ROLE rocketmat SET default_transaction_isolation = 'repeatable read'");
        try {
            pool.flush(FlushMode.GRACEFUL);

            assertThat(onEach(statement -> holds(statement, "SHOW transaction_isolation", "read committed")))
                    .isEqualTo(15);
        } finally {
            database.administer("ALTER ROLE rocketmat RESET default_transaction_isolation");
            pool.flush(FlushMode.GRACEFUL);
        }
    }

    private static boolean holds(Statement statement, String query, String value) throws SQLException {
        ResultSet row = statement.executeQuery(query);
        return row.next() && row.getString(1).equals(value);
    }

    /** Takes the pool's fifteen connections at once; returns the number for which the work returns true. */
    private long onEach(Work work) throws SQLException {
        List<Connection> all = new ArrayList<>();
        try {
            for (int i = 0; i < 15; i++) {
                all.add(pool.getConnection());
            }
            long holds = 0;
            for (Connection each : all) {
                try (Statement statement = each.createStatement()) {
                    holds += work.on(statement) ? 1 : 0;
                }
            }
            return holds;
        } finally {
            for (Connection each : all) {
                each.close();
            }
        }
    }

    private interface Work {
        boolean on(Statement statement) throws SQLException;
    }

    private ValidatableResponse ready() {
        return given().get(ready).then();
    }
}
