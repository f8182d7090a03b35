package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.SandboxDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scores and runs of the release before partitions, taken over into them. */
class PartitionsTest {

    private static final List<String> TABLES = List.of("score", "run");

    private static SandboxDatabase database;
    private static List<String> scoresBefore;
    private static List<String> runsBefore;

    @BeforeAll
    static void migrateWithRows() throws SQLException {
        database = SandboxDatabase.start();
        migrate("13");
        database.administer(
                "CREATE ROLE app LOGIN PASSWORD 'app'",
                "GRANT SELECT, INSERT ON score TO app",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON run TO app WITH GRANT OPTION");
        everybody("INSERT INTO score SELECT 't' || i % 50, i, 'v' || i % 3, i, CASE WHEN i % 7 > 0 THEN i / 4.0 END,"
                + " CASE i % 4 WHEN 0 THEN 'PENDING' WHEN 1 THEN 'WRITTEN' ELSE 'REFUSED' END, now(), CASE i % 4 WHEN 1 THEN now() END,"
                + " 'because', '[]', CASE i % 9 WHEN 0 THEN 'v' END FROM generate_series(1, 2000) i");
        everybody(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, next_page, read_whole,"
                        + " discovered, scored, written, left_alone, failed, error, rescoring, attributes)"
                        + " SELECT 't' || i % 50, now(), CASE WHEN i > 50 THEN now() END, 'schedule', now(), now(), 'page', i % 2 = 0,"
                        + " i, i, i, i, i, 'error', i % 5 = 0, 'id,status' FROM generate_series(1, 1000) i");
        scoresBefore = rows("score");
        runsBefore = rows("run");
        migrate("latest");
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void everyRowIsTakenOver() throws SQLException {
        assertThat(scoresBefore).hasSize(2_000);
        assertThat(rows("score")).isEqualTo(scoresBefore);
        assertThat(runsBefore).hasSize(1_000);
        assertThat(rows("run")).isEqualTo(runsBefore);
        for (String table : TABLES) {
            assertThat(everybody("SELECT DISTINCT tableoid::regclass FROM " + table))
                    .as("parts that hold rows of fifty tenants")
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void idsOfRunsGoOnBehindTheLastOne() throws SQLException {
        assertThat(everybody(insertedRun("later")))
                .singleElement()
                .satisfies(id -> assertThat(Long.parseLong(id)).isGreaterThan(1_000));
    }

    @Test
    void aTenantStillHasOneOpenRunOfEachKind() throws SQLException {
        everybody(insertedRun("single"));
        assertThatThrownBy(() -> everybody(insertedRun("single"))).hasMessageContaining("duplicate key");
        String sweep = insertedRun("single").replace("'schedule', now(), now()", "'schedule', NULL, now()");
        everybody(sweep);
        assertThatThrownBy(() -> everybody(sweep)).hasMessageContaining("duplicate key");
    }

    @Test
    void everyPartHasTheIndexesOfItsTable() throws SQLException {
        for (String table : TABLES) {
            assertThat(everybody("SELECT (SELECT count(*) FROM pg_index i WHERE i.indrelid = inhrelid AND i.indisvalid)"
                            + " = (SELECT count(*) FROM pg_index i WHERE i.indrelid = inhparent)"
                            + " FROM pg_inherits WHERE inhparent = '" + table + "'::regclass"))
                    .hasSize(16)
                    .containsOnly("t");
        }
    }

    @Test
    void noPartIsAWayAroundRowLevelSecurity() throws SQLException {
        for (String table : TABLES) {
            for (String part : everybody("SELECT DISTINCT tableoid::regclass FROM " + table)) {
                assertThatThrownBy(() -> of("", "SELECT tenant_id FROM " + part))
                        .as("the owner, without a tenant")
                        .hasMessageContaining("a query without a tenant");
                assertThat(of("t7", "SELECT DISTINCT tenant_id FROM " + part)).isSubsetOf("t7");
                assertThatThrownBy(() -> app("*", "SELECT tenant_id FROM " + part))
                        .hasMessageContaining("permission denied");
            }
            assertThat(of("t7", "SELECT DISTINCT tenant_id FROM " + table)).containsExactly("t7");
        }
        String part = everybody("SELECT DISTINCT tableoid::regclass FROM score WHERE tenant_id = 't8'")
                .getFirst();
        assertThatThrownBy(() -> of(
                        "t7",
                        "INSERT INTO " + part
                                + " (tenant_id, application_id, model_version, candidate_id, state, scored_at)"
                                + " VALUES ('t8', 1, 'x', 1, 'DRY', now())"))
                .hasMessageContaining("row-level security");
    }

    @Test
    void noPartIsAWayAroundTheLease() throws SQLException {
        for (String table : TABLES) {
            for (String each : everybody("SELECT relid::regclass FROM pg_partition_tree('" + table + "')")) {
                assertThatThrownBy(() -> as(
                                database.user(),
                                database.password(),
                                "t7 -c rocketmat.lease=5",
                                "DELETE FROM " + each + " WHERE tenant_id = 'nobody'"))
                        .as(each)
                        .hasMessageContaining("the lease of the tenant is another's");
            }
        }
    }

    @Test
    void whatWasGivenToAnotherRoleStaysGiven() throws SQLException {
        assertThat(app("t7", "SELECT DISTINCT tenant_id FROM score")).containsExactly("t7");
        assertThat(app("given", insertedRun("given"))).hasSize(1);
        assertThatThrownBy(() -> app("t7", "UPDATE score SET state = 'DRY'")).hasMessageContaining("permission denied");
        assertThat(everybody("SELECT DISTINCT is_grantable FROM information_schema.role_table_grants"
                        + " WHERE grantee = 'app' AND table_name = 'run'"))
                .containsExactly("YES");
    }

    private static String insertedRun(String tenant) {
        return "INSERT INTO run (tenant_id, started_at, triggered_by, window_from, window_to)" + " VALUES ('" + tenant
                + "', now(), 'schedule', now(), now()) RETURNING id";
    }

    private static void migrate(String version) {
        Flyway.configure()
                .dataSource(database.jdbcUrl(), database.user(), database.password())
                .target(version)
                .load()
                .migrate();
    }

    private static List<String> rows(String table) throws SQLException {
        return everybody("SELECT t::text FROM " + table + " t ORDER BY 1");
    }

    private static List<String> everybody(String sql) throws SQLException {
        return of("*", sql);
    }

    /** As the owner. */
    private static List<String> of(String tenant, String sql) throws SQLException {
        return as(database.user(), database.password(), tenant, sql);
    }

    private static List<String> app(String tenant, String sql) throws SQLException {
        return as("app", "app", tenant, sql);
    }

    private static List<String> as(String role, String password, String tenant, String sql) throws SQLException {
        Properties properties = new Properties();
        properties.put("user", role);
        properties.put("password", password);
        properties.put("options", "-c rocketmat.tenant=" + tenant);
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), properties);
                Statement statement = connection.createStatement()) {
            List<String> values = new ArrayList<>();
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
            return values;
        }
    }
}
