package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.eventually;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.deploy.Alerts;
import com.rocketmat.deploy.Past;
import com.rocketmat.deploy.Tool;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.webhook.Signed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Each deployed alert fires on the fault that it is for, and no other alert does. The last faults remain, so the order matters. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("AlertsIT")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("nightly")
class AlertsIT {

    private static final Duration HALF_HOUR = Duration.ofMinutes(29);
    private static final Duration OVER_AN_HOUR = Duration.ofMinutes(80);
    private static final Duration EIGHT_HOURS = Duration.ofHours(8);

    /** Shorter than Greenhouse's. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private static final PointsCustomer LATE = customer("late");
    private static final PointsCustomer BACKLOG = customer("backlog");
    private static final PointsCustomer FORBIDDEN = customer("forbidden");
    private static final PointsCustomer DAMAGED = customer("damaged");
    private static final PointsCustomer THROTTLED = customer("throttled");
    private static final PointsCustomer FAILING = customer("failing");
    private static final PointsCustomer REFUSING = customer("refusing");
    private static final PointsCustomer MISTYPED = customer("mistyped");
    private static final List<PointsCustomer> HEALTHY =
            List.of(LATE, BACKLOG, FORBIDDEN, DAMAGED, THROTTLED, FAILING, REFUSING);

    private static final String UNCONFIRMED =
            "rocketmat_harvest_requests_total{operation=\"update_application\",outcome=\"UnknownOutcome\"}";
    private static final String REQUESTS = "rocketmat_harvest_requests_total";
    private static final String THROTTLES = "rocketmat_harvest_throttled_total";

    private static final String UNSEALED = "rocketmat_decisions_unsealed_total";
    private static final String LAG = "rocketmat_webhooks_lag_seconds";
    private static final String SILENT = "rocketmat_webhooks_silent_tenants";
    private static final String BEHIND = "rocketmat_reconciliation_behind";

    private static final String WEBHOOK_SECRET = "webhook-secret";

    private static final Set<String> FIRED = new HashSet<>();

    private static Alerts alerts;
    private static VaultStandIn vault;

    @AutoClose
    private static SandboxStack stack;

    private static ApplicationProcess application;
    private static Operator operator;

    @TempDir
    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        alerts = Alerts.deployed();
        vault = VaultStandIn.start();
        stack = SandboxStack.start(
                Path.of("target"),
                vault,
                Stream.concat(HEALTHY.stream(), Stream.of(MISTYPED))
                        .map(PointsCustomer::organisation)
                        .toList());
        stack.greenhouse().switches().rates.v3Window = WINDOW;
        BACKLOG.organisation().rateLimit(20);
        application = stack.startApplication(Map.of(
                "ROCKETMAT_SYNC_WORKERS", "2",
                "ROCKETMAT_HARVEST_CIRCUIT_DELAY", "2s",
                // a transaction that waits for a lock must outlast the limit for slices
                "QUARKUS_TRANSACTION_MANAGER_DEFAULT_TRANSACTION_TIMEOUT", "300S",
                "ROCKETMAT_WEBHOOKS_QUEUE", "1",
                "ROCKETMAT_TRAINING_WORKERS", "0",
                // not of the service's policy
                "ROCKETMAT_PRIVACY_TRANSIT_KEY", "another",
                // every use loads a model
                "ROCKETMAT_MODELS_CACHE", "1"));
        operator = stack.operator(application);
        HEALTHY.forEach(customer -> customer.join(stack, operator, Map.of()));
        eventually(60).until(() -> HEALTHY.stream().allMatch(PointsCustomer::allRight));
        eventually(40).until(() -> value("rocketmat_tenants{state=\"ACTIVE\"}") == HEALTHY.size());
    }

    @Test
    @Order(1)
    void nothingFiresWhileEverythingIsHealthy() throws IOException {
        Past past = alerts.past();
        scrape(past, 5, _ -> true);

        assertFiring(past, Map.of(HALF_HOUR, Set.of(), EIGHT_HOURS, Set.of()));
    }

    @Test
    @Order(2)
    void aForgottenPauseOfAllTenantsFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        operator.post("/api/pause").then().statusCode(200);
        scrape(past, 2, metrics -> value(metrics, "rocketmat_paused") == 1);
        operator.post("/api/resume").then().statusCode(200);
        eventually(30).until(() -> value("rocketmat_paused") == 0);

        assertFiring(
                past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of(), OVER_AN_HOUR, Set.of("RocketmatPaused")));
    }

    @Test
    @Order(2)
    void rejectedAndUnstoredWebhooksFire() throws IOException {
        Past past = alerts.past();
        stack.addTenant(LATE.name(), Map.of("webhook_secret", WEBHOOK_SECRET));
        eventually(30).until(() -> webhook("{}", WEBHOOK_SECRET) == 200);
        scrape(past, 1, _ -> true);
        for (int call = 0; call < 60; call++) {
            assertThat(webhook("{}", "another key")).isEqualTo(401);
        }
        stack.database()
                .administer(
                        "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action) VALUES ('%s', 'waits', now(), now() + interval '10 minutes', 'job_updated')"
                                .formatted(LATE.name()));
        for (int call = 0; call < 20; call++) {
            assertThat(webhook("{\"action\":\"job_updated\",\"number\":%d}".formatted(call), WEBHOOK_SECRET))
                    .isEqualTo(503);
        }
        scrape(past, 1, _ -> true);

        assertFiring(
                past, Map.of(Duration.ofMinutes(10), Set.of("RocketmatWebhooksRefused", "RocketmatWebhooksNotTaken")));
    }

    @Test
    @Order(2)
    void anUnprocessedWebhookFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        stack.database()
                .administer(
                        "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action) VALUES ('%s', 'late', now() - interval '1 hour', now() + interval '10 minutes', 'job_updated')"
                                .formatted(LATE.name()));
        scrape(past, 1, metrics -> value(metrics, LAG) > 3_000);
        stack.database().administer("DELETE FROM webhook_event");
        eventually(30).until(() -> value(LAG) == 0);

        assertFiring(past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of("RocketmatWebhooksLate")));
    }

    /** Together, because both gauges update once a minute. */
    @Test
    @Order(2)
    void silentWebhooksAndAnOverdueReconciliationFire() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        stack.addTenant(LATE.name(), Map.of("webhook_secret", WEBHOOK_SECRET));
        eventually(30).until(() -> webhook("{}", WEBHOOK_SECRET) == 200);
        stack.database()
                .administer(
                        "DELETE FROM webhook_event",
                        "UPDATE run SET discovered = 1, ended_at = now() WHERE tenant_id = '%s'".formatted(LATE.name()),
                        "INSERT INTO run (tenant_id, id, started_at, ended_at, triggered_by, window_to) SELECT '%s', 0, day, day, 'schedule', day FROM (SELECT now() - interval '2 days' AS day)"
                                .formatted(LATE.name()));
        eventually(90).until(() -> {
            // calls are counted with a delay
            stack.database().administer("UPDATE webhook_count SET last_at = now() - interval '25 hours'", """
                            INSERT INTO reconciliation (tenant_id, round_since, below, next_at)
                            VALUES ('%s', now() - interval '40 days', 1, now() + interval '1 day')
                            ON CONFLICT (tenant_id) DO UPDATE SET round_since = excluded.round_since, below = 1, next_at = excluded.next_at""".formatted(
                            LATE.name()));
            return value(SILENT) == 1 && value(BEHIND) == 1;
        });
        scrape(past, 2, _ -> true);
        stack.database()
                .administer(
                        "UPDATE webhook_count SET last_at = now()",
                        "DELETE FROM run WHERE id = 0",
                        "DELETE FROM reconciliation");
        eventually(90).until(() -> value(SILENT) == 0 && value(BEHIND) == 0);

        assertFiring(
                past,
                Map.of(
                        Duration.ZERO,
                        Set.of(),
                        OVER_AN_HOUR,
                        Set.of("RocketmatWebhooksSilent", "RocketmatReconciliationBehind")));
    }

    @Test
    @Order(2)
    void aTrainingThatNoReplicaStartsFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        operator.post("/api/tenants/%s/trainings".formatted(LATE.name())).then().statusCode(202);
        eventually(30).until(() -> stack.database().count("SELECT count(*) FROM training_task") == 1);
        stack.database().administer("UPDATE training_task SET execution_time = now() - interval '2 hours'");
        scrape(past, 2, metrics -> value(metrics, "rocketmat_training_lag_seconds") > 3_600);
        stack.database().administer("DELETE FROM training_task", "DELETE FROM training");
        eventually(30).until(() -> value("rocketmat_training_lag_seconds") == 0);

        assertFiring(past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of("RocketmatTrainingWaits")));
    }

    /** Added to the scrape, since a native binary cannot train. */
    @Test
    @Order(2)
    void aFailedTrainingFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        String failed = "rocketmat_trainings_ended_total{state=\"failed\"} ";
        past.add(application.metrics().replace(failed + "0", failed + "1"));

        assertFiring(past, Map.of(Duration.ofMinutes(10), Set.of("RocketmatTrainingsFail")));
    }

    @Test
    @Order(2)
    void aDecisionWithoutFeatureValuesFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        stack.addTenant(LATE.name(), Map.of("decisions", "features"));
        // until the service has read the secret, with a new application each time
        eventually(30).until(() -> {
            LATE.apply(4.5);
            run(LATE);
            return value(UNSEALED) > 0;
        });
        scrape(past, 1, _ -> true);

        assertFiring(past, Map.of(Duration.ofMinutes(10), Set.of("RocketmatDecisionsUnsealed")));
    }

    @Test
    @Order(2)
    void anUnavailableDatabaseFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        stack.database().stop();
        eventually(90).until(() -> value("rocketmat_database_age_seconds") > 61);
        scrape(past, 1, metrics -> value(metrics, "rocketmat_database_age_seconds") > 61);
        stack.database().restart();
        eventually(60).until(() -> value("rocketmat_database_age_seconds") < 10);

        assertFiring(past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of("RocketmatDatabaseAway")));
    }

    private static int webhook(String body, String secret) {
        return given().baseUri(application.url().toString())
                .header("Signature", Signed.header(secret, body))
                .contentType("application/json")
                .body(body)
                .post("/webhooks/greenhouse/" + LATE.name())
                .statusCode();
    }

    @Test
    @Order(3)
    void anUnavailableVaultAndABacklogThatUsesUpEveryRateWindowFire() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        for (int i = 0; i < 150; i++) {
            BACKLOG.apply(i * 0.5);
        }
        run(BACKLOG);
        vault.setAway(true);
        scrape(
                past,
                1,
                metrics -> value(metrics, "rocketmat_vault_degraded") == 1
                        && value(metrics, "rocketmat_budget_used_ratio") == 1);
        past.goesOn();
        scrape(past, (int) WINDOW.toSeconds(), _ -> true);
        vault.setAway(false);
        operator.post("/api/tenants/%s/pause".formatted(BACKLOG.name())).then().statusCode(200);
        eventually(30).until(() -> value("rocketmat_vault_degraded") == 0);

        assertFiring(
                past,
                Map.of(
                        Duration.ZERO,
                        Set.of(),
                        HALF_HOUR,
                        Set.of("RocketmatVaultDegraded"),
                        EIGHT_HOURS,
                        Set.of("RocketmatVaultDegraded", "RocketmatBudgetExhausted")));
    }

    @Test
    @Order(4)
    void aTenantThatWaitsWhileOthersHoldAllWorkersFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        for (PointsCustomer slow : List.of(THROTTLED, FAILING)) {
            faults().on(Match.get("/v3").organisation(slow.name()))
                    .always()
                    .answer(new Fault.Delay(Duration.ofSeconds(15)));
            run(slow);
        }
        eventually(30).until(() -> stack.pickedBy().keySet().containsAll(Set.of(THROTTLED.name(), FAILING.name())));
        stack.database()
                .administer(
                        "UPDATE scheduled_tasks SET execution_time = now() - interval '31 min' WHERE task_instance = '%s'"
                                .formatted(LATE.name()));
        scrape(past, 1, metrics -> value(metrics, "rocketmat_due_lag_seconds") > 1800);
        faults().clear();
        eventually(60).until(() -> value("rocketmat_due_lag_seconds") < 60);

        assertFiring(
                past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of("RocketmatDueLate", "RocketmatDueVeryLate")));
    }

    @Test
    @Order(5)
    @Tag("finding-A12")
    void aHangingSliceFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        stack.database().whileStuck("lease", () -> {
            run(LATE);
            eventually(120).until(() -> value("rocketmat_oldest_slice_seconds") > 61);
            scrape(past, 1, metrics -> value(metrics, "rocketmat_oldest_slice_seconds") > 60);
        });
        eventually(60).until(() -> value("rocketmat_oldest_slice_seconds") < 30);

        assertFiring(past, Map.of(Duration.ZERO, Set.of(), HALF_HOUR, Set.of("RocketmatSliceHangs")));
    }

    @Test
    @Order(6)
    void failuresOfSingleTenantsFire() throws IOException {
        Past past = alerts.past();
        scrape(past, 1, _ -> true);
        damage();
        // gauges update on a timer
        scrape(past, 1, metrics -> {
            skipPauses();
            return value(metrics, "rocketmat_tenants_behind") > 0
                    && value(metrics, "rocketmat_tenants{state=\"BLOCKED\"}") == 2
                    && value(metrics, "rocketmat_tenants{state=\"INVALID\"}") == 1
                    && value(metrics, "rocketmat_scores_total{outcome=\"REFUSED\"}") > 10;
        });
        past.goesOn();
        String before = application.metrics();
        scrape(past, 3, metrics -> {
            boolean unconfirmed = value(metrics, UNCONFIRMED) > value(before, UNCONFIRMED);
            run(unconfirmed ? THROTTLED : FAILING);
            // the alert allows 5 %
            return unconfirmed
                    && value(metrics, THROTTLES) - value(before, THROTTLES)
                            > 0.07 * (sum(metrics, REQUESTS) - sum(before, REQUESTS));
        });

        Set<String> lasting =
                Set.of("RocketmatTenantBlocked", "RocketmatTenantInvalid", "RocketmatThrottled", "RocketmatWritesFail");
        assertFiring(
                past,
                Map.of(
                        Duration.ZERO,
                        Set.of(),
                        HALF_HOUR,
                        and(lasting, "RocketmatScoresRefused", "RocketmatModelLoadsFail"),
                        OVER_AN_HOUR,
                        and(lasting, "RocketmatTenantBehind")));
    }

    private void damage() {
        faults().on(Match.get("/v3/applications").organisation(FORBIDDEN.name()))
                .always()
                .answer(Fault.forbidden());
        faults().on(Match.any().path("/v3").organisation(THROTTLED.name()))
                .always()
                .answer(new Fault.RateLimited(1));
        faults().on(Match.patch("/v3").organisation(FAILING.name())).always().answer(Fault.serverError());
        faults().on(Match.patch("/v3").organisation(REFUSING.name()))
                .always()
                .answer(
                        new Fault.Status(
                                422,
                                "{\"message\":\"Unprocessable Content\",\"errors\":[{\"custom_fields\":\"is not a number\"}]}"));
        stack.database()
                .administer("UPDATE model_file SET content = 'x' WHERE tenant_id = '%s'".formatted(DAMAGED.name()));
        stack.addTenant(MISTYPED.name(), Map.of("schedule", "whenever"));
        DAMAGED.apply(2.5);
        FAILING.apply(3.5);
        for (int i = 0; i < 15; i++) {
            REFUSING.apply(i);
        }
        List.of(FORBIDDEN, DAMAGED, THROTTLED, FAILING, REFUSING).forEach(AlertsIT::run);
    }

    /** Skips the pauses after failures; requesting a run would also reset the number of failures. */
    private static void skipPauses() {
        stack.database()
                .execute("UPDATE scheduled_tasks SET execution_time = now() WHERE task_instance = '%s' AND NOT picked"
                        .formatted(FAILING.name()));
    }

    @Test
    @Order(7)
    void aDeadReplicaFires() throws IOException {
        Past past = alerts.past();
        scrape(past, 2, _ -> true);
        application.kill();
        assertThat(application.isAlive()).isFalse();
        past.add("");

        assertFiring(past, Map.of(HALF_HOUR, Set.of("RocketmatAbsent")));
    }

    @Test
    @Order(8)
    void everyDeployedAlertFired() {
        assertThat(FIRED).containsExactlyInAnyOrderElementsOf(alerts.names());
    }

    /** @param expected exactly these alerts, by time after the first scrape */
    private void assertFiring(Past past, Map<Duration, Set<String>> expected) throws IOException {
        Tool.Answer answer = alerts.firing(directory, past, expected);

        assertThat(answer.status()).as(answer.both()).isZero();
        expected.values().forEach(FIRED::addAll);
    }

    private static Set<String> and(Set<String> alerts, String... more) {
        Set<String> all = new HashSet<>(alerts);
        all.addAll(List.of(more));
        return all;
    }

    /** Scrapes until that many scrapes match; earlier scrapes are kept too. */
    private static void scrape(Past past, int times, Predicate<String> shown) {
        AtomicInteger scrapes = new AtomicInteger();
        await().atMost(Duration.ofSeconds(120))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    String metrics = application.metrics();
                    past.add(metrics);
                    return shown.test(metrics) && scrapes.incrementAndGet() >= times;
                });
    }

    private static double value(String series) {
        return value(application.metrics(), series);
    }

    private static double value(String metrics, String series) {
        return metrics.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                // some counters appear with their first use
                .orElse(0);
    }

    private static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static PointsCustomer customer(String name) {
        return PointsCustomer.named(name).with(1);
    }

    private static void run(PointsCustomer customer) {
        operator.post("/api/tenants/%s/runs".formatted(customer.name()));
    }

    private static Faults faults() {
        return stack.greenhouse().faults();
    }
}
