package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.console.Browser;
import com.rocketmat.model.Graph;
import com.rocketmat.privacy.PassByHand;
import com.rocketmat.sandbox.customer.ApartCustomer;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.database.StatementLog;
import com.rocketmat.sandbox.database.StatementLog.Issued;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.schedule.PassingReplica;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** None of the statements that the service issues during a tenant's day reads a big table completely, as planned against many rows. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class QueryPlansQuarkusTest {

    private static final String TENANT = "planned";
    private static final String PATH = "/api/tenants/" + TENANT;

    GreenhouseSimulator greenhouse;
    SandboxVault vault;
    SandboxDatabase database;

    @TestHTTPResource
    URI service;

    @Inject
    PassByHand retention;

    @Inject
    PassingReplica replica;

    private Operator operator;
    private ApartCustomer customer;
    private LargeDatabase large;
    private List<Issued> statements;

    @BeforeAll
    void collectAndPlanStatements() throws Exception {
        try (var aside = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<LargeDatabase> filled = aside.submit(LargeDatabase::start);
            try (StatementLog log = StatementLog.open(database)) {
                runADay(log);
                statements = withPlan(log.settled());
            } finally {
                large = filled.get();
            }
        }
    }

    @AfterAll
    void stop() {
        large.close();
    }

    private void runADay(StatementLog log) throws IOException {
        operator = new Operator(service, Surroundings.OPERATOR);
        customer = new ApartCustomer(greenhouse.organisation(TENANT), 90);
        Map<String, String> secret = new HashMap<>(customer.secret("5s"));
        secret.put("rescore", "on-new-model");
        secret.put("mode", "dry-run");
        List<Long> applications = Stream.of(1, 2, 3).map(customer::apply).toList();
        WrittenSecret.put(vault, TENANT, secret);
        until(() -> operator.tenant(TENANT).statusCode() == 200);
        giveModel(0);
        until(() -> !scores("DRY").isEmpty());
        secret.remove("mode");
        WrittenSecret.put(vault, TENANT, secret);
        until(customer::allScored);
        String active = giveModel(1);
        until(() -> !scores("SUPERSEDED").isEmpty());
        String watched =
                operator.upload(TENANT, model(2), PointsCustomer.MANIFEST).path("version");
        operator.post(PATH + "/models/" + watched + "/shadow");
        customer.apply(4);
        until(() -> !scores("SHADOW").isEmpty());

        for (String path : List.of(
                "/api/tenants?limit=1",
                "/api/status",
                PATH + "/runs?limit=1",
                PATH + "/runs?limit=1&cursor=99999",
                PATH + "/scores?limit=1",
                PATH + "/scores?limit=1&status=WRITTEN&cursor=" + applications.getLast() + "." + active,
                PATH + "/models?state=active&limit=1",
                PATH + "/models/" + watched + "/comparison",
                PATH + "/training-data",
                PATH + "/audit",
                PATH + "/decisions?limit=1",
                PATH + "/decisions?limit=1&since=5&kind=OVERRIDDEN",
                PATH + "/decisions?limit=1&since=2026-11-24T12:00:00Z",
                PATH + "/decisions?limit=1&application=" + applications.getLast(),
                PATH + "/decisions?limit=1&candidate=1",
                PATH + "/decisions/verify",
                "/api/audit?limit=1",
                "/api/audit?limit=1&tenant=" + TENANT + "&actor=operator&phase=DONE&cursor=99999")) {
            assertThat(operator.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(new Operator(service, Surroundings.KEPT_OPERATOR)
                        .get("/api/audit?limit=1")
                        .statusCode())
                .isEqualTo(200);
        for (String path : List.of(
                PATH + "/runs", PATH + "/pause", PATH + "/resume", "/api/pause", "/api/resume", PATH + "/doctor")) {
            assertThat(operator.post(path).statusCode()).as(path).isBetween(200, 202);
        }
        Browser browser = Browser.signedIn(service, Surroundings.OPERATOR);
        for (String page :
                List.of("", "?q=plan&after=0.a", "/tenants/" + TENANT, "/tenants/" + TENANT + "/models/" + watched)) {
            browser.page("/console" + page);
        }
        try (var _ = browser.events(service, TENANT)) {
            until(() -> log.issued().stream().map(Issued::sql).anyMatch(sql -> has(sql, "string_agg")));
        }
        operator.post(PATH + "/doctor?application=" + applications.getFirst());
        replica.stayUntil(
                () -> log.issued().stream().map(Issued::sql).anyMatch(sql -> has(sql, "last_heartbeat", "order by")));
        addOldRows();
        retention.tick();
        WrittenSecret.delete(vault, TENANT);
        until(() -> "STOPPED".equals(operator.tenant(TENANT).path("state")));
        until(() -> operator.delete(PATH).statusCode() == 204);
    }

    private void addOldRows() {
        database.execute(
                "INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to)"
                        + " SELECT 'planned', now(), now() - interval '5 years', 'schedule', now() FROM generate_series(1, 2)",
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, state, scored_at)"
                        + " VALUES ('planned', 1, 'x', 1, 'GONE', now() - interval '5 years')",
                "INSERT INTO audit_entry (tenant_id, recorded_at, actor, action, phase, reference, details)"
                        + " VALUES ('planned', now() - interval '5 years', 'ana', 'x', 'DONE', 'r', '{}')",
                "INSERT INTO decision (tenant_id, number, at, alias, kind, digest)"
                        + " VALUES ('planned-before', 1, now() - interval '5 years', gen_random_uuid(), 'SCORED', 'd')",
                "INSERT INTO decision_head (tenant_id, number) VALUES ('planned-before', 1)");
    }

    @Test
    void theDayIssuesEveryKindOfStatementOnBigTables() {
        for (String[] part : new String[][] {
            {"scheduled_tasks", "for update skip locked"},
            {"min(execution_time)"},
            {"select", "scheduled_tasks", "last_heartbeat"},
            {"insert into scheduled_tasks"},
            {"delete from scheduled_tasks"},
            {"count(", "'PENDING'"},
            {"'PENDING'", "order by", "application_id desc"},
            {"distinct", "'WRITTEN'"},
            {"insert into score"},
            {"update score"},
            {"update score", "state = 'PENDING'", "'DRY'"},
            {"update score", "state = 'SUPERSEDED'", "'DRY'"},
            {"score dry", "score made"},
            {"score old", "for update skip locked"},
            {"delete from score where tenant_id"},
            {"percentile_cont"},
            {"insert into run"},
            {"update run"},
            {"run old", "for update skip locked"},
            {"delete from run where tenant_id"},
            {"ended_at is null"},
            {"ended_at is not null"},
            {"requested_by is not null"},
            {"from audit_entry"},
            {"from audit_entry", "for update skip locked"},
            {"delete from audit_entry where tenant_id"},
            {"insert into decision"},
            {"from decision d left join candidate_key"},
            {"head_digest", "join decision d"},
            {"delete from decision d using decision_head"},
            {"delete from decision where tenant_id"},
            {"from webhook_event", "'job_updated'"},
            {"distinct tenant_id from wanted_application"},
            {"lateral", "from audit_entry"},
            {"'OVERRIDDEN'", "as written"},
            {"count(*) as written", "written_at >="},
            {"width_bucket"},
            {"string_agg"}
        }) {
            assertThat(statements)
                    .as(String.join(" … ", part))
                    .anySatisfy(issued ->
                            assertThat(issued.sql().toLowerCase(Locale.ROOT)).contains(lower(part)));
        }
    }

    @Test
    void noStatementReadsABigTableCompletelyForASmallTenant() throws SQLException {
        try (Connection connection = large.connect()) {
            assertThat(new QueryPlans(connection).refused(as(LargeDatabase.SMALL_TENANT, statements)))
                    .isEmpty();
        }
    }

    /** Except for those over all its scores, which nearly fill a partition: purge, comparisons and counts. */
    @Test
    void noStatementReadsABigTableCompletelyForATenantWithAFifthOfAllScores() throws SQLException {
        List<Issued> others = statements.stream()
                .filter(
                        issued -> !issued.sql()
                                .matches(
                                        "(?s)DELETE FROM score WHERE tenant_id = \\$1|.*score one JOIN score other.*|.*width_bucket\\(value.*|SELECT state, count.* FROM score.*|.*AS overridden.*|DELETE FROM decision WHERE tenant_id.*"))
                .toList();
        assertThat(others).hasSize(statements.size() - 6);
        try (Connection connection = large.connect()) {
            assertThat(new QueryPlans(connection).refused(as(LargeDatabase.LARGE_TENANT, others)))
                    .isEmpty();
        }
    }

    @Test
    void aStatementWithoutAnIndexIsDetected() throws SQLException {
        try (Connection connection = large.connect()) {
            QueryPlans plans = new QueryPlans(connection);
            for (String sql : List.of(
                    "SELECT count(*) FROM score WHERE value = $1",
                    "SELECT max(candidate_id + application_id) FROM score WHERE tenant_id > 'a' AND application_id > $1",
                    "SELECT * FROM score WHERE state = 'WRITTEN' AND application_id > $1 ORDER BY value LIMIT 10",
                    "UPDATE run SET failed = 1 WHERE triggered_by = 'schedule' AND failed = $1",
                    "SELECT task_instance FROM scheduled_tasks WHERE consecutive_failures = $1",
                    "SELECT tenant_id FROM sync_position WHERE failures = $1")) {
                assertThat(plans.refused(List.of(new Issued(sql, List.of("'5'")))))
                        .as(sql)
                        .isNotEmpty();
            }
        }
    }

    /** Each once, and only those with a plan. The search for tenants that are planned too late reads nearly all on purpose. */
    private static List<Issued> withPlan(List<Issued> issued) {
        Map<String, Issued> distinct = new LinkedHashMap<>();
        issued.stream()
                .filter(statement -> statement.sql().matches("(?is)\\s*(select|insert|update|delete|with)\\b.*"))
                .filter(statement -> !has(statement.sql(), "from scheduled_tasks", "execution_time >", "not picked"))
                .forEach(statement -> distinct.putIfAbsent(statement.sql(), statement));
        return List.copyOf(distinct.values());
    }

    private static List<Issued> as(String tenant, List<Issued> issued) {
        return issued.stream()
                .map(statement -> new Issued(
                        statement.sql(),
                        statement.values().stream()
                                .map(value -> value.equals("'" + TENANT + "'") ? "'" + tenant + "'" : value)
                                .toList()))
                .toList();
    }

    private String giveModel(int more) {
        return operator.giveModel(TENANT, model(more), PointsCustomer.MANIFEST);
    }

    private byte[] model(int more) {
        return Graph.plus(customer.adds() + more).toBytes();
    }

    private List<Object> scores(String state) {
        return operator.get(PATH + "/scores?status=" + state).path("items");
    }

    private static boolean has(String sql, String... parts) {
        return Stream.of(parts).allMatch(sql.toLowerCase(Locale.ROOT)::contains);
    }

    private static String[] lower(String... parts) {
        return Stream.of(parts).map(part -> part.toLowerCase(Locale.ROOT)).toArray(String[]::new);
    }

    private static void until(Callable<Boolean> done) {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(done);
    }
}
