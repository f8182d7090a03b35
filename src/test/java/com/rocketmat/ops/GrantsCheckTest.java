package com.rocketmat.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rocketmat.sandbox.SandboxDatabase;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class GrantsCheckTest {

    /** Takes quotes in a statement. */
    private static final String STRANGER = "the-stranger";

    private static final String ALL = "SELECT, INSERT, UPDATE, DELETE";

    @AutoClose
    private static SandboxDatabase database;

    @BeforeAll
    static void start() {
        database = SandboxDatabase.start();
        String owner = database.user();
        database.administer(
                "CREATE ROLE ordinary LOGIN PASSWORD 'sandbox'",
                "CREATE ROLE partial LOGIN PASSWORD 'sandbox'",
                "CREATE ROLE \"%s\" LOGIN PASSWORD 'sandbox'".formatted(STRANGER),
                // as the guide says
                "ALTER DEFAULT PRIVILEGES FOR ROLE %s GRANT %s ON TABLES TO ordinary, partial".formatted(owner, ALL));
        Flyway.configure()
                .dataSource(database.jdbcUrl(), owner, database.password())
                .load()
                .migrate();
        database.execute("REVOKE DELETE ON score, run FROM partial", "REVOKE UPDATE, INSERT ON tenant FROM partial");
    }

    @Test
    void theOwnerAndARoleWithTheGuidesGrantAreFine() {
        assertThatNoException().isThrownBy(() -> start(database.user()));
        assertThatNoException().isThrownBy(() -> start("ordinary"));
    }

    @Test
    void theRightsThatARoleLacksAreNamed() {
        assertThatThrownBy(() -> start("partial"))
                .isInstanceOf(UnusableDatabase.class)
                .hasMessageContaining(
                        "role partial lacks rights on the service's tables: DELETE on run, score; INSERT, UPDATE on tenant; the owner")
                .satisfies(refused -> assertThat(Main.reason(refused)).contains(refused.getMessage()));
    }

    @Test
    void theStatementsThatAreNamedMendIt() {
        Throwable refused = catchThrowable(() -> start(STRANGER));

        assertThat(refused).hasMessageContaining(ALL + " on audit_entry, candidate_key");
        Pattern.compile("(GRANT|ALTER) [^;]+ TO \"the-stranger\"")
                .matcher(refused.getMessage())
                .results()
                .forEach(statement -> database.execute(statement.group()));
        assertThatNoException().isThrownBy(() -> start(STRANGER));
        database.execute("CREATE TABLE later (id bigint)");
        assertThat(database.count(
                        "SELECT count(*) WHERE has_table_privilege('%s', 'later', 'DELETE')".formatted(STRANGER)))
                .isEqualTo(1);
    }

    @Test
    void aTableThatALaterReleaseHasDroppedIsNoMatterOfRights() {
        database.execute("ALTER TABLE webhook_count RENAME TO dropped");
        try {
            assertThatNoException().isThrownBy(() -> start(database.user()));
        } finally {
            database.execute("ALTER TABLE dropped RENAME TO webhook_count");
        }
    }

    @Test
    void noTableIsForgotten() {
        assertThat(database.column(
                        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
                                + " AND NOT relispartition AND relname NOT IN ('flyway_schema_history', 'later')"))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(GrantsCheck.TABLES.split(" ", -1)));
    }

    private static void start(String role) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(database.jdbcUrl());
        source.setUser(role);
        source.setPassword(database.password());
        new GrantsCheck(source).check(new StartupEvent());
    }
}
