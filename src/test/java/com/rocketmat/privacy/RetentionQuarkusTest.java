package com.rocketmat.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.tenant.scope.RetentionPass;
import com.rocketmat.tenant.scope.RetentionPass.Rows;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
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
    void deleteRows() {
        for (String table : List.of("run", "score")) {
            database.execute("DELETE FROM %s WHERE tenant_id IN ('%s', '%s')".formatted(table, tenant, other));
        }
    }

    @Test
    void oldRunsAreDeletedExceptTheLastOfEachKindAndOpenOnes() {
        insertRun(other, "another's last window", LONG_AGO, "now()", false);
        insertRun(other, "another's open window", "NULL", "now()", false);
        insertRun(tenant, "one window", LONG_AGO, "now()", false);
        insertRun(tenant, "another window", OLD, "now()", false);
        insertRun(tenant, "one sweep", LONG_AGO, "NULL", false);
        insertRun(tenant, "last sweep", OLD, "NULL", false);
        insertRun(tenant, "one reading by ids", LONG_AGO, "now()", true);
        insertRun(tenant, "last reading by ids", OLD, "now()", true);
        insertRun(tenant, "recent window", "now()", "now()", false);
        insertRun(tenant, "open", "NULL", "now()", false);

        assertThat(pass(Rows.RUNS)).isEqualTo(4);

        assertThat(database.column(
                        "SELECT triggered_by FROM run WHERE tenant_id IN ('%s', '%s')".formatted(tenant, other)))
                .containsExactlyInAnyOrder(
                        "last sweep",
                        "last reading by ids",
                        "recent window",
                        "open",
                        "another's last window",
                        "another's open window");
        assertThat(pass(Rows.RUNS)).isZero();
    }

    @Test
    void oldScoresAreDeletedExceptWaitingAndWrittenOnes() {
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

    /** A stale list may show an application's previous value, which must be recognised as its own. */
    @Test
    void theReplacedScoreOfAWriteIsKeptForADay() {
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
    void auditEntriesOfTheLastYearAreAlwaysKept() {
        insertAuditEntry("old", OLD);
        insertAuditEntry("another of old", LONG_AGO);
        insertAuditEntry("recent", "now() - interval '364 days'");

        assertThat(pass(Rows.AUDIT)).isEqualTo(2);

        assertThat(database.column("SELECT action FROM audit_entry WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("recent");
        retention.batch(Rows.AUDIT, Instant.now());
        assertThat(database.column("SELECT action FROM audit_entry WHERE tenant_id = '%s'".formatted(tenant)))
                .as("even for a replica whose clock is ahead of PostgreSQL")
                .containsExactly("recent");
    }

    @Test
    void trainingsAreKeptAsLongAsDecisions() {
        database.execute(
                "INSERT INTO training (tenant_id, state, label, requested_by, requested_at, ended_at) SELECT '%s', 'REFUSED', label, 'ana', %s, ended FROM (VALUES ('old', %2$s), ('recent', now() - interval '4 years')) t (label, ended)"
                        .formatted(tenant, OLD));

        assertThat(pass(Rows.RUNS)).isZero();
        assertThat(pass(Rows.DECISIONS)).isEqualTo(1);

        assertThat(database.column("SELECT label FROM training WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("recent");
    }

    @Test
    void oldWebhookEventsAreDeletedExceptWaitingOnes() {
        database.execute(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, done_at) VALUES ('%1$s', 'old', %2$s, %2$s, 'a', %2$s), ('%1$s', 'recent', %2$s, %2$s, 'a', now()), ('%1$s', 'waits', %2$s, now() + interval '10 minutes', 'a', NULL)"
                        .formatted(tenant, OLD));

        assertThat(pass(Rows.WEBHOOKS)).isEqualTo(1);

        assertThat(database.column("SELECT event_id FROM webhook_event WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactlyInAnyOrder("recent", "waits");
    }

    private void insertAuditEntry(String action, String at) {
        database.execute(
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details) VALUES ('%s', %s, 'ana', '%s', 'DONE', 'r', '{}')"
                        .formatted(tenant, at, action));
    }

    @Test
    void aTickDeletesInBatchesUntilOnlyTheLastRunRemains() {
        database.execute(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to) SELECT '%s', now(), %s, 'many', now() FROM generate_series(1, 2501)"
                        .formatted(tenant, OLD));
        assertThat(pass(Rows.RUNS)).isEqualTo(RetentionPass.BATCH);

        retention.tick();

        assertThat(database.column("SELECT count(*) FROM run WHERE tenant_id = '%s'".formatted(tenant)))
                .containsExactly("1");
    }

    @Test
    void eachKindOfRowHasItsOwnRetention() {
        String days = " FROM (VALUES (1400), (400), (60), (1)) d (days)";
        String at = "now() - days * interval '1 day'";
        database.execute(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to) SELECT '%s', %2$s, %2$s, days, now()%3$s"
                        .formatted(tenant, at, days));
        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at) SELECT '%s', days, 'v', 1, 'DRY', %s%s"
                        .formatted(tenant, at, days));
        database.execute(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action, done_at) SELECT '%s', days, %2$s, %2$s, 'a', %2$s%3$s"
                        .formatted(tenant, at, days));
        database.execute(
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details) SELECT '%s', %s, 'ana', days, 'DONE', 'r', '{}'%s"
                        .formatted(tenant, at, days));
        // not those that the database itself would keep
        insertDecisions("SELECT '%s', row_number() OVER (), %s, gen_random_uuid(), 'SCORED', 'd'%s WHERE days > 60"
                .formatted(tenant, at, days));
        database.execute("INSERT INTO decision_head (tenant_id, number) VALUES ('%s', 2)".formatted(tenant));

        retention.tick();

        assertThat(remaining("triggered_by", "run")).containsExactly("1", "60");
        assertThat(remaining("application_id", "score")).containsExactly("1", "60", "400", "1400");
        assertThat(remaining("event_id", "webhook_event")).containsExactly("1");
        assertThat(remaining("action", "audit_entry")).containsExactly("1", "60", "400", "1400");
        assertThat(remaining("number", "decision")).containsExactly("1", "2");
    }

    private List<String> remaining(String days, String table) {
        return database.column(
                "SELECT %1$s FROM %2$s WHERE tenant_id = '%3$s' ORDER BY %1$s::bigint".formatted(days, table, tenant));
    }

    @Test
    void aLockedRowIsSkipped() {
        score(1, "v", "DRY", OLD, "NULL");
        score(2, "v", "DRY", OLD, "NULL");
        whileLocked(
                "score",
                "AND application_id = 1",
                () -> assertThat(pass(Rows.SCORES)).isEqualTo(1));
        assertThat(scores()).containsExactly("1 v");
    }

    @Test
    void oldDecisionsOfALockedTenantAreLeftToTheNextPass() {
        for (String owner : List.of(tenant, other)) {
            insertDecisions("VALUES ('%s', 1, %s, gen_random_uuid(), 'SCORED', 'd')".formatted(owner, OLD));
            database.execute("INSERT INTO decision_head (tenant_id, number) VALUES ('%s', 1)".formatted(owner));
        }
        whileLocked("decision_head", "", () -> assertThat(pass(Rows.DECISIONS)).isEqualTo(1));
        assertThat(database.column(
                        "SELECT tenant_id FROM decision WHERE tenant_id IN ('%s', '%s')".formatted(tenant, other)))
                .containsExactly(tenant);
        assertThat(pass(Rows.DECISIONS)).isEqualTo(1);
    }

    /** Other writes of these tenants wait until the pass ends. */
    @Test
    void aPassLocksFewTenantsAndATickReachesAll() {
        insertDecisions(
                "SELECT '%s-' || i, 1, %s - i * interval '1 hour', gen_random_uuid(), 'SCORED', 'd' FROM generate_series(10, 39) i"
                        .formatted(tenant, OLD));
        database.execute(
                "INSERT INTO decision_head (tenant_id, number) SELECT '%s-' || i, 1 FROM generate_series(10, 39) i"
                        .formatted(tenant));
        String remaining =
                "SELECT right(tenant_id, 2) FROM decision WHERE tenant_id LIKE '%s-%%' ORDER BY 1".formatted(tenant);

        assertThat(pass(Rows.DECISIONS)).isEqualTo(20);
        assertThat(database.column(remaining))
                .containsExactly("10", "11", "12", "13", "14", "15", "16", "17", "18", "19");

        insertDecisions("SELECT '%s-' || i, 2, %s, gen_random_uuid(), 'SCORED', 'd' FROM generate_series(20, 39) i"
                .formatted(tenant, OLD));
        database.execute("UPDATE decision_head SET number = 2 WHERE tenant_id LIKE '%s-%%' AND root_number = 1"
                .formatted(tenant));

        retention.tick();

        assertThat(database.column(remaining)).isEmpty();
    }

    private void whileLocked(String table, String condition, Runnable work) {
        SandboxDatabase.with(database.dataSource(), statement -> {
            statement.getConnection().setAutoCommit(false);
            statement.execute(
                    "SELECT FROM %s WHERE tenant_id = '%s' %s FOR UPDATE".formatted(table, tenant, condition));
            work.run();
            statement.getConnection().rollback();
            return null;
        });
    }

    private long pass(Rows rows) {
        return retention.batch(rows, Instant.now().minus(AGE)).number();
    }

    private void insertRun(String owner, String called, String ended, String from, boolean named) {
        database.execute(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_from, window_to, kind) VALUES ('%s', %s, %s, '%s', %s, now(), '%s')"
                        .formatted(
                                owner, LONG_AGO, ended, called.replace("'", "''"), from, named ? "NAMED" : "WINDOW"));
    }

    private void score(int application, String version, String state, String scored, String written) {
        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at, written_at) VALUES ('%s', %d, '%s', 1, '%s', %s, %s)"
                        .formatted(tenant, application, version, state, scored, written));
    }

    private List<String> scores() {
        return database.column(
                "SELECT application_id || ' ' || model_version FROM score WHERE tenant_id = '%s' ORDER BY 1"
                        .formatted(tenant));
    }

    private void insertDecisions(String rest) {
        database.execute("INSERT INTO decision (tenant_id, number, at, alias, kind, digest) " + rest);
    }
}
