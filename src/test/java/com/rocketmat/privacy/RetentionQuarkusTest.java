package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetentionQuarkusTest {

    /** Older than the data of all other tests. */
    private static final Duration AGE = Duration.ofDays(3_000);

    private static final String OLD = "now() - interval '3001 days'";
    private static final String LONG_AGO = "now() - interval '3002 days'";

    SandboxDatabase database;

    @Inject
    Retention retention;

    private final String tenant = "kept-" + UUID.randomUUID();
    private final String other = "kept-" + UUID.randomUUID();

    @AfterEach
    void takeAway() {
        for (String table : List.of("run", "score")) {
            run("DELETE FROM %s WHERE tenant_id IN ('%s', '%s')".formatted(table, tenant, other));
        }
    }

    @Test
    void oldRunsGoButTheLastOneOfEachKindAndWhatHasNotEnded() {
        runs(other, "another's last window", LONG_AGO, "now()", false);
        runs(other, "another's open window", "NULL", "now()", false);
        runs(tenant, "one window", LONG_AGO, "now()", false);
        runs(tenant, "another window", OLD, "now()", false);
        runs(tenant, "one sweep", LONG_AGO, "NULL", false);
        runs(tenant, "last sweep", OLD, "NULL", false);
        runs(tenant, "one rescoring", LONG_AGO, "now()", true);
        runs(tenant, "last rescoring", OLD, "now()", true);
        runs(tenant, "recent window", "now()", "now()", false);
        runs(tenant, "open", "NULL", "now()", false);

        assertThat(pass(Rows.RUNS)).isEqualTo(4);

        assertThat(column("SELECT triggered_by FROM run WHERE tenant_id IN ('%s', '%s')".formatted(tenant, other)))
                .containsExactlyInAnyOrder(
                        "last sweep",
                        "last rescoring",
                        "recent window",
                        "open",
                        "another's last window",
                        "another's open window");
        assertThat(pass(Rows.RUNS)).isZero();
    }

    @Test
    void oldScoresGoButThoseThatWaitAndThoseThatApplicationsCarry() {
        score(1, "v", "PENDING", OLD, "NULL");
        score(2, "v", "WRITTEN", OLD, OLD);
        int application = 3;
        for (String state : List.of("DRY", "SHADOW", "GONE", "REFUSED", "SUPERSEDED")) {
            score(application, "old " + state, state, OLD, "NULL");
            score(application, "recent " + state, state, "now()", "NULL");
            application++;
        }

        assertThat(pass(Rows.SCORES)).isEqualTo(5);

        assertThat(scores())
                .containsExactlyInAnyOrder(
                        "1 v",
                        "2 v",
                        "3 recent DRY",
                        "4 recent SHADOW",
                        "5 recent GONE",
                        "6 recent REFUSED",
                        "7 recent SUPERSEDED");
    }

    /** A list may show an application with its previous value, which must be recognised as ours. */
    @Test
    void whatOurLastWriteReplacedStaysForADay() {
        score(1, "before", "SUPERSEDED", LONG_AGO, LONG_AGO);
        score(1, "now", "WRITTEN", "now()", "now() - interval '1 hour'");
        score(2, "before", "SUPERSEDED", LONG_AGO, LONG_AGO);
        score(2, "now", "WRITTEN", "now()", "now() - interval '25 hours'");
        score(3, "before", "SUPERSEDED", LONG_AGO, LONG_AGO);
        score(3, "now", "WRITTEN", OLD, OLD);
        score(3, "next", "PENDING", "now()", "NULL");

        assertThat(pass(Rows.SCORES)).isEqualTo(1);

        assertThat(scores()).containsExactlyInAnyOrder("1 before", "1 now", "2 now", "3 before", "3 now", "3 next");
    }

    @Test
    @Tag("finding-A13")
    void oldEntriesOfTheAuditLogGoAndThoseOfTheLastYearStayWhateverIsAskedFor() {
        entry("old", OLD);
        entry("another of old", LONG_AGO);
        entry("recent", "now() - interval '364 days'");

        assertThat(pass(Rows.AUDIT)).isEqualTo(2);

        assertThat(column("SELECT action FROM audit_entry WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("recent");
        retention.batch(Rows.AUDIT, Instant.now());
        assertThat(column("SELECT action FROM audit_entry WHERE tenant_id = '%s'".formatted(tenant)))
                .as("as for a replica whose clock is ahead of PostgreSQL's")
                .containsExactly("recent");
    }

    @Test
    void trainingsThatEndedStayAsLongAsDecisions() {
        run(
                "INSERT INTO training (tenant_id, state, label, requested_by, requested_at, ended_at) SELECT '%s', 'REFUSED', label, 'ana', %s, ended FROM (VALUES ('old', %2$s), ('recent', now() - interval '4 years')) t (label, ended)"
                        .formatted(tenant, OLD));

        assertThat(pass(Rows.RUNS)).isZero();
        assertThat(pass(Rows.DECISIONS)).isEqualTo(1);

        assertThat(column("SELECT label FROM training WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("recent");
    }

    @Test
    void oldEventIdsOfWebhooksGoAndWhatWaitsStays() {
        run(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, done_at) VALUES ('%1$s', 'old', %2$s, %2$s, 'a', %2$s), ('%1$s', 'recent', %2$s, %2$s, 'a', now()), ('%1$s', 'waits', %2$s, now() + interval '1 hour', 'a', NULL)"
                        .formatted(tenant, OLD));

        assertThat(pass(Rows.WEBHOOKS)).isEqualTo(1);

        assertThat(column("SELECT event_id FROM webhook_event WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactlyInAnyOrder("recent", "waits");
    }

    private void entry(String action, String at) {
        run(
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details) VALUES ('%s', %s, 'ana', '%s', 'DONE', 'r', '{}')"
                        .formatted(tenant, at, action));
    }

    @Test
    void aBatchGoesAtATimeAndATickTakesTheRestButForTheLastRun() {
        run(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to) SELECT '%s', now(), %s, 'many', now() FROM generate_series(1, 2501)"
                        .formatted(tenant, OLD));
        assertThat(pass(Rows.RUNS)).isEqualTo(RetentionPass.BATCH);

        retention.tick();

        assertThat(column("SELECT count(*) FROM run WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("1");
    }

    @Test
    void eachKindOfRowsHasAnAgeOfItsOwn() {
        String days = " FROM (VALUES (1400), (400), (60), (1)) d (days)";
        String at = "now() - days * interval '1 day'";
        run(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to) SELECT '%s', %2$s, %2$s, days, now()%3$s"
                        .formatted(tenant, at, days));
        run(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at) SELECT '%s', days, 'v', 1, 'DRY', %s%s"
                        .formatted(tenant, at, days));
        run(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, done_at) SELECT '%s', days, %2$s, %2$s, 'a', %2$s%3$s"
                        .formatted(tenant, at, days));
        run(
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details) SELECT '%s', %s, 'ana', days, 'DONE', 'r', '{}'%s"
                        .formatted(tenant, at, days));
        // none that the database itself would keep
        run(
                "INSERT INTO decision (tenant_id, number, at, alias, kind, digest) SELECT '%s', row_number() OVER (), %s, gen_random_uuid(), 'SCORED', 'd'%s WHERE days > 60"
                        .formatted(tenant, at, days));
        run("INSERT INTO decision_head (tenant_id, number) VALUES ('%s', 2)".formatted(tenant));

        retention.tick();

        assertThat(left("triggered_by", "run")).containsExactly("1", "60");
        assertThat(left("application_id", "score")).containsExactly("1", "60", "400", "1400");
        assertThat(left("event_id", "webhook_event")).containsExactly("1");
        assertThat(left("action", "audit_entry")).containsExactly("1", "60", "400", "1400");
        assertThat(left("number", "decision")).containsExactly("1", "2");
    }

    private List<String> left(String days, String table) {
        return column(
                "SELECT %1$s FROM %2$s WHERE tenant_id = '%3$s' ORDER BY %1$s::bigint".formatted(days, table, tenant));
    }

    @Test
    void aRowThatASliceHoldsIsNotWaitedFor() throws SQLException {
        score(1, "v", "DRY", OLD, "NULL");
        score(2, "v", "DRY", OLD, "NULL");
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "SELECT FROM score WHERE tenant_id = '%s' AND application_id = 1 FOR UPDATE".formatted(tenant));
            assertThat(pass(Rows.SCORES)).isEqualTo(1);
        }
        assertThat(scores()).containsExactly("1 v");
    }

    @Test
    void oldDecisionsOfATenantThatIsHeldAreLeftToTheNextPass() throws SQLException {
        for (String whose : List.of(tenant, other)) {
            run(
                    "INSERT INTO decision (tenant_id, number, at, alias, kind, digest) VALUES ('%s', 1, %s, gen_random_uuid(), 'SCORED', 'd')"
                            .formatted(whose, OLD));
            run("INSERT INTO decision_head (tenant_id, number) VALUES ('%s', 1)".formatted(whose));
        }
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM decision_head WHERE tenant_id = '%s' FOR UPDATE".formatted(tenant));
            assertThat(pass(Rows.DECISIONS)).isEqualTo(1);
        }
        assertThat(column("SELECT tenant_id FROM decision WHERE tenant_id IN ('%s', '%s')".formatted(tenant, other)))
                .containsExactly(tenant);
        assertThat(pass(Rows.DECISIONS)).isEqualTo(1);
    }

    /** What else these tenants write waits until the pass ends. */
    @Test
    void aPassHoldsFewTenantsTheOldestFirstAndATickComesToAll() {
        run(
                "INSERT INTO decision (tenant_id, number, at, alias, kind, digest) SELECT '%s-' || i, 1, %s - i * interval '1 hour', gen_random_uuid(), 'SCORED', 'd' FROM generate_series(10, 39) i"
                        .formatted(tenant, OLD));
        run("INSERT INTO decision_head (tenant_id, number) SELECT '%s-' || i, 1 FROM generate_series(10, 39) i"
                .formatted(tenant));
        String left =
                "SELECT right(tenant_id, 2) FROM decision WHERE tenant_id LIKE '%s-%%' ORDER BY 1".formatted(tenant);

        assertThat(pass(Rows.DECISIONS)).isEqualTo(20);
        assertThat(column(left)).containsExactly("10", "11", "12", "13", "14", "15", "16", "17", "18", "19");

        run(
                "INSERT INTO decision (tenant_id, number, at, alias, kind, digest) SELECT '%s-' || i, 2, %s, gen_random_uuid(), 'SCORED', 'd' FROM generate_series(20, 39) i"
                        .formatted(tenant, OLD));
        run("UPDATE decision_head SET number = 2 WHERE tenant_id LIKE '%s-%%' AND root_number = 1".formatted(tenant));

        retention.tick();

        assertThat(column(left)).isEmpty();
    }

    private long pass(Rows rows) {
        return retention.batch(rows, Instant.now().minus(AGE)).number();
    }

    private void runs(String whose, String called, String ended, String from, boolean rescoring) {
        run(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, kind) VALUES ('%s', %s, %s, '%s', %s, now(), '%s')"
                        .formatted(
                                whose,
                                LONG_AGO,
                                ended,
                                called.replace("'", "''"),
                                from,
                                rescoring ? "RESCORING" : "WINDOW"));
    }

    private void score(int application, String version, String state, String scored, String written) {
        run(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at, written_at) VALUES ('%s', %d, '%s', 1, '%s', %s, %s)"
                        .formatted(tenant, application, version, state, scored, written));
    }

    private List<String> scores() {
        return column("SELECT application_id || ' ' || model_version FROM score WHERE tenant_id = '%s' ORDER BY 1"
                .formatted(tenant));
    }

    private void run(String sql) {
        database.execute(sql);
    }

    private List<String> column(String sql) {
        return database.column(sql);
    }
}
