package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rocketmat.sandbox.database.SandboxDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Scores, runs and decisions are partitioned, and a partition has the rules of its table. */
class PartitionsTest {

    private static final List<String> TABLES = List.of("score", "run", "decision");

    /** By role and options, which a session reads when it begins. */
    private static final Map<String, Connection> SESSIONS = new HashMap<>();

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void fill() throws SQLException {
        database = SandboxDatabase.migrated();
        database.administer(
                "CREATE ROLE app LOGIN PASSWORD 'app'", "GRANT SELECT, INSERT ON score, run, decision TO app");
        allTenants("INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at)"
                + " SELECT 't' || i % 50, i, 'v', i, 'WRITTEN', now() FROM generate_series(1, 2000) i");
        allTenants("INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to)"
                + " SELECT 't' || i % 50, now(), now(), 'schedule', now() FROM generate_series(1, 1000) i");
        allTenants("INSERT INTO decision (tenant_id, number, at, alias, kind, digest)"
                + " SELECT 't' || i % 50, i, now(), gen_random_uuid(), 'SCORED', 'd' FROM generate_series(1, 1000) i");
    }

    @AfterAll
    static void close() throws SQLException {
        for (Connection session : SESSIONS.values()) {
            session.close();
        }
    }

    @Test
    void rowsOfManyTenantsAreInManyPartitions() throws SQLException {
        for (String table : TABLES) {
            assertThat(allTenants("SELECT DISTINCT tableoid::regclass FROM " + table))
                    .hasSizeGreaterThan(10);
        }
    }

    /** PostgreSQL keeps the plan that it made for the first rows until it analyses the partition. */
    @Test
    void aPartitionThatWasNeverAnalysedFindsAnApplicationByItsId() throws SQLException {
        allTenants("INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at)"
                + " SELECT 'first', i, 'v', 1, 'PENDING', now() FROM generate_series(1, 500) i");
        assertThat(allTenants("EXPLAIN UPDATE score SET state = 'WRITTEN'"
                        + " WHERE tenant_id = 'first' AND application_id = 7 AND model_version = 'v'"))
                .filteredOn(line -> line.contains("Index Cond"))
                .singleElement()
                .asString()
                .contains("application_id = 7");
    }

    @Test
    void aTenantHasOneOpenRunOfEachKind() throws SQLException {
        allTenants(insertRun("single"));
        assertThatThrownBy(() -> allTenants(insertRun("single"))).hasMessageContaining("duplicate key");
        String sweep = insertRun("single").replace("'schedule', now(), now()", "'schedule', NULL, now()");
        allTenants(sweep);
        assertThatThrownBy(() -> allTenants(sweep)).hasMessageContaining("duplicate key");
    }

    @Test
    void everyPartitionHasTheIndexesOfItsTable() throws SQLException {
        for (String table : TABLES) {
            assertThat(allTenants(
                            "SELECT (SELECT count(*) FROM pg_index i WHERE i.indrelid = inhrelid AND i.indisvalid)"
                                    + " = (SELECT count(*) FROM pg_index i WHERE i.indrelid = inhparent)"
                                    + " FROM pg_inherits WHERE inhparent = '" + table + "'::regclass"))
                    .hasSize(16)
                    .containsOnly("t");
        }
    }

    @Test
    void rowLevelSecurityHoldsForPartitions() throws SQLException {
        for (String table : TABLES) {
            for (String partition : allTenants("SELECT DISTINCT tableoid::regclass FROM " + table)) {
                assertThatThrownBy(() -> of("", "SELECT tenant_id FROM " + partition))
                        .as("the owner, without a tenant")
                        .hasMessageContaining("a query without a tenant");
                assertThat(of("t7", "SELECT DISTINCT tenant_id FROM " + partition))
                        .isSubsetOf("t7");
                assertThatThrownBy(() -> app("*", "SELECT tenant_id FROM " + partition))
                        .hasMessageContaining("permission denied");
            }
            assertThat(of("t7", "SELECT DISTINCT tenant_id FROM " + table)).containsExactly("t7");
        }
        String partition = allTenants("SELECT DISTINCT tableoid::regclass FROM score WHERE tenant_id = 't8'")
                .getFirst();
        assertThatThrownBy(() -> of(
                        "t7",
                        "INSERT INTO " + partition
                                + " (tenant_id, application_id, model_version, candidate_id, state, scored_at)"
                                + " VALUES ('t8', 1, 'x', 1, 'DRY', now())"))
                .hasMessageContaining("row-level security");
    }

    @Test
    void theLeaseHoldsForPartitions() throws SQLException {
        for (String table : TABLES) {
            for (String each : allTenants("SELECT relid::regclass FROM pg_partition_tree('" + table + "')")) {
                assertThatThrownBy(() -> as(
                                database.user(),
                                database.password(),
                                "t7 -c rocketmat.lease=5",
                                "DELETE FROM " + each + " WHERE tenant_id = 'absent'"))
                        .as(each)
                        .hasMessageContaining("the lease of the tenant is another's");
            }
        }
    }

    @Test
    void grantsOnTheTableSuffice() throws SQLException {
        assertThat(app("t7", "SELECT DISTINCT tenant_id FROM score")).containsExactly("t7");
        assertThat(app("given", insertRun("given"))).hasSize(1);
    }

    private static String insertRun(String tenant) {
        return "INSERT INTO run (tenant_id, started_at, triggered_by, window_from, window_to) VALUES ('" + tenant
                + "', now(), 'schedule', now(), now()) RETURNING id";
    }

    private static List<String> allTenants(String sql) throws SQLException {
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
        Connection session = SESSIONS.get(properties.toString());
        if (session == null) {
            session = DriverManager.getConnection(database.jdbcUrl(), properties);
            SESSIONS.put(properties.toString(), session);
        }
        try (Statement statement = session.createStatement()) {
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
