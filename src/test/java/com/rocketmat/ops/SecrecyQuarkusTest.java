package com.rocketmat.ops;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.LogTap;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxDatabase;
import com.rocketmat.sandbox.SecretScan;
import com.rocketmat.sandbox.SecretScan.Leak;
import com.rocketmat.sandbox.SecretiveCustomer;
import com.rocketmat.sandbox.Shown;
import com.rocketmat.sandbox.Surroundings;
import com.rocketmat.sandbox.VaultStandIn;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.GreenhouseSimulator;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.sandbox.greenhouse.Webhook;
import com.rocketmat.tenant.WrittenSecret;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The whole life of tenants, with the most verbose logs: no secret or candidate data shows anywhere. */
@QuarkusTest
@TestProfile(Talkative.class)
@Tag("nightly")
class SecrecyQuarkusTest {

    private static final String NEVER_AN_OPERATOR = "no-operator-has-this-token";
    private static final String WEBHOOK = "a-webhook-secret";
    private static final String MISTYPED = "a-secret-that-is-mistyped";
    private static final String MISPLACED = "a-secret-in-the-wrong-key";
    private static final Duration LONG = Duration.ofSeconds(60);
    /** It is given what candidates wrote, too. */
    private static final String TEXTS_MANIFEST = PointsCustomer.HISTORY_MANIFEST.replace(
            "\"inputs\": [",
            "\"inputs\": [{\"input\": \"t\", \"features\": [\"application.custom[note]\", \"candidate.title\", \"candidate.company\"]}, ");

    GreenhouseSimulator greenhouse;
    VaultStandIn vault;
    SandboxDatabase database;

    @Inject
    MeterRegistry metrics;

    private Operator operator;

    @BeforeEach
    void find() {
        operator = new Operator(URI.create("http://localhost:" + RestAssured.port), Surroundings.OPERATOR);
    }

    @Test
    void aLifeOfTenantsShowsNothingAnywhere() {
        AtomicReference<String> threads = new AtomicReference<>("");
        StringBuilder answers = new StringBuilder();
        try (LogTap written = new LogTap(log -> ofTheApplication(log) && new LogRedaction().isLoggable(log));
                LogTap everything = new LogTap(SecrecyQuarkusTest::ofTheApplication)) {
            greenhouse.faults().before(Match.get("/v3/candidates"), () -> threads.set(Shown.threads()));
            troubles();
            tenantsAppear();
            for (String tenant : List.of("talked-of", "keyed")) {
                operator.runUntil(tenant, () -> SecretiveCustomer.allScored(organisation(tenant)));
            }
            for (String blocked : List.of("mistyped", "forbidden", "unfit")) {
                await(blocked).atMost(LONG).until(() -> state(blocked).equals("BLOCKED"));
            }
            await().atMost(LONG).until(() -> state("odd").equals("INVALID"));
            vaultGoesAndComes(answers);
            answers(answers);
            decisions(answers);
            databaseGoesAndComes(answers);

            assertThat(greenhouse.webhooks().delivered())
                    .as("with all that Greenhouse tells")
                    .anyMatch(told -> told.body().contains("first_name"));
            SecretScan scan = scan();
            assertThat(scan.leaks(written.text())).as("log").isEmpty();
            assertThat(scan.leaks(answers.toString())).as("answers").isEmpty();
            assertThat(scan.leaks(threads.get())).as("threads").isEmpty();
            assertThat(scan.leaks(Shown.database(database.dataSource())))
                    .as("database")
                    .isEmpty();
            assertThat(written.lines())
                    .as("the log is as fine as can be")
                    .anySatisfy(line -> assertThat(line.level().intValue()).isLessThan(Level.FINER.intValue()))
                    .anySatisfy(line -> assertThat(line.text()).contains("WireLog", "PATCH /v3/applications/"));
            assertThat(scan.leaks(everything.text()))
                    .as("records that are filtered did exist")
                    .extracting(Leak::hidden)
                    .contains(organisation("keyed").apiKey(), SecretiveCustomer.NOTE);
            assertThat(threads.get()).contains("HarvestCalls");
        }
    }

    @Test
    void aLeakThatIsPlantedIsFoundInEachOfThem() throws SQLException {
        SecretScan scan = scan();
        String secret = organisation("forced").clientSecret();
        try (LogTap written = new LogTap(new LogRedaction())) {
            Log.trace("planted: " + secret);
            assertThat(scan.leaks(written.text())).extracting(Leak::hidden).contains(secret);
        }
        Counter planted = metrics.counter("planted", "tenant", secret);
        assertThat(scan.leaks(management("/q/metrics")))
                .extracting(Leak::hidden)
                .contains(secret);
        metrics.remove(planted);
        Thread thread = Thread.ofVirtual().name(secret).start(LockSupport::park);
        await().until(() -> scan.leaks(Shown.threads()).stream()
                .anyMatch(leak -> leak.hidden().equals(secret)));
        LockSupport.unpark(thread);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table planted as select convert_to('%s', 'UTF8') as bytes".formatted(secret));
            assertThat(scan.leaks(Shown.database(database.dataSource())))
                    .extracting(Leak::hidden)
                    .contains(secret);
            statement.execute("drop table planted");
        }
    }

    /** The test's own HTTP client and simulated servers are in this process too. */
    private static boolean ofTheApplication(LogRecord log) {
        return !log.getLoggerName().startsWith("org.apache.http.")
                && !log.getLoggerName().startsWith("com.sun.net.httpserver");
    }

    private void troubles() {
        var faults = greenhouse.faults();
        faults.on(Match.token()).answer(new Fault.Html502());
        faults.on(Match.get("/v3/applications").organisation("talked-of")).answer(new Fault.InvalidJson());
        faults.on(Match.get("/v3/candidates").organisation("talked-of"))
                .after(1)
                .answer(new Fault.Truncate());
        faults.on(Match.get("/v3/jobs").organisation("talked-of")).answer(Fault.serverError());
        faults.on(Match.get("/v3/candidate_employments").organisation("talked-of"))
                .answer(new Fault.Status(200, "[{\"id\":\"%s\"}]".formatted(SecretiveCustomer.NOTE)));
        faults.on(Match.patch("/v3").organisation("talked-of")).after(1).answer(new Fault.RevokeToken());
        faults.on(Match.patch("/v3").organisation("talked-of"))
                .after(3)
                .answer(new Fault.Status(500, SecretiveCustomer.NOTE));
        faults.on(Match.get("/v3/jobs").organisation("forbidden"))
                .always()
                .answer(new Fault.Status(403, SecretiveCustomer.NOTE));
        faults.on(Match.get("/v1/candidates")).answer(new Fault.Truncate());
        faults.on(Match.patch("/v1")).answer(new Fault.Html502());
    }

    private void tenantsAppear() {
        appear("talked-of", Map.of("webhook_secret", WEBHOOK, "decisions", "features"));
        appear("mistyped", Map.of("harvest_client_secret", MISTYPED));
        appear("forbidden", Map.of());
        appear("unfit", Map.of());
        appear("odd", Map.of("jobs", MISPLACED, "schedule", MISPLACED, "mode", MISPLACED));
        WrittenSecret.put(vault, "keyed", organisation("keyed").keySecret(Map.of()));
        webhooksAreSetUp();
        for (String tenant : List.of("talked-of", "mistyped", "forbidden", "keyed")) {
            await().atMost(LONG).until(() -> operator.tenant(tenant).statusCode() == 200);
            operator.giveModel(tenant, points().toBytes(), TEXTS_MANIFEST);
        }
        await().atMost(LONG).until(() -> operator.tenant("unfit").statusCode() == 200);
        operator.giveModel(
                "unfit", Graph.identity().toBytes(), PointsCustomer.MANIFEST.replace("custom[points]", "custom[note]"));
    }

    /** Each write of ours comes back by them, once signed well and once not. */
    private void webhooksAreSetUp() {
        URI address = URI.create("http://localhost:%d/webhooks/greenhouse/talked-of".formatted(RestAssured.port));
        for (String event : List.of("application_updated", "new_candidate_application")) {
            await().atMost(LONG)
                    .until(() -> organisation("talked-of")
                            .addWebhook(Webhook.on(event, address, WEBHOOK))
                            .enabled());
        }
        assertThat(organisation("talked-of")
                        .addWebhook(Webhook.on("application_updated", address, MISTYPED))
                        .enabled())
                .isFalse();
    }

    private void appear(String name, Map<String, String> more) {
        WrittenSecret.put(vault, name, organisation(name).secret(more));
    }

    private void vaultGoesAndComes(StringBuilder answers) {
        vault.setAway(true);
        await().atMost(LONG).until(() -> management("/q/health/ready").contains("degraded"));
        answers.append(management("/q/health")).append(management("/q/metrics"));
        vault.setAway(false);
        await().atMost(LONG).until(() -> !management("/q/health/ready").contains("degraded"));
    }

    private void databaseGoesAndComes(StringBuilder answers) {
        database.stop();
        for (String path : List.of("/api/tenants", "/api/tenants/keyed/scores")) {
            var failed = as(Surroundings.OPERATOR).get(path);
            assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
            answers.append(failed.asString());
        }
        answers.append(management("/q/health"));
        database.restart();
        await().atMost(LONG)
                .until(() -> as(Surroundings.OPERATOR).get("/api/tenants").statusCode() == 200);
    }

    /** With the values that were kept of candidates, which are opened for a replay. */
    private void decisions(StringBuilder answers) {
        String log = "/api/tenants/talked-of/decisions";
        List<Integer> scored =
                as(Surroundings.OPERATOR).get(log + "?kind=SCORED").path("items.id");
        assertThat(scored).hasSizeGreaterThanOrEqualTo(6);
        for (int decision : scored) {
            var replay = as(Surroundings.OPERATOR).post(log + "/" + decision + "/replay");
            assertThat(replay.<Boolean>path("same")).as(replay.asString()).isTrue();
            answers.append(replay.asString());
        }
        answers.append(as(Surroundings.OPERATOR).get(log).asString());
        for (String export : List.of(log, log + "/export?signed=true")) {
            answers.append(as(Surroundings.OPERATOR)
                    .accept("application/x-ndjson")
                    .get(export)
                    .asString());
        }
    }

    private static Graph points() {
        return Graph.firstOf(3).input("t", Graph.STRING, -1, 3);
    }

    private void answers(StringBuilder answers) {
        List.of("/q/health", "/q/metrics").forEach(path -> answers.append(management(path)));
        answers.append(as(Surroundings.OPERATOR).get("/q/openapi").asString());
        for (String tenant : SecretiveSurroundings.CUSTOMERS) {
            for (String path : List.of("", "/runs", "/scores?limit=500", "/models", "/scores?status=no-such-state")) {
                answers.append(as(Surroundings.OPERATOR)
                        .get("/api/tenants/" + tenant + path)
                        .asString());
            }
            for (String path : List.of("/runs", "/pause", "/resume", "/models/no-such-version/activate")) {
                answers.append(as(Surroundings.OPERATOR)
                        .post("/api/tenants/" + tenant + path)
                        .asString());
            }
        }
        for (String token :
                List.of(NEVER_AN_OPERATOR, vault.token(), organisation("keyed").apiKey())) {
            var refused = as(token).get("/api/tenants");
            assertThat(refused.statusCode()).isEqualTo(401);
            answers.append(refused.asString()).append(refused.headers());
        }
        answers.append(
                as(Surroundings.OPERATOR).get("/api/tenants?limit=no-number").asString());
        answers.append(operator.upload("talked-of", WEBHOOK.getBytes(StandardCharsets.UTF_8), "{\"name\": 1}")
                .asString());
        answers.append(operator.upload("talked-of", Graph.identity().toBytes(), "{" + MISPLACED)
                .asString());
    }

    private SecretScan scan() {
        SecretScan scan = new SecretScan()
                .hide(List.of(
                        Surroundings.OPERATOR,
                        Surroundings.VIEWER,
                        NEVER_AN_OPERATOR,
                        WEBHOOK,
                        MISTYPED,
                        MISPLACED,
                        vault.token()))
                .hide(SecretiveCustomer.NOTE)
                // the simulator's tokens are JWTs, which all start alike
                .hide(Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"RS256\"".getBytes(StandardCharsets.UTF_8)));
        SecretiveSurroundings.CUSTOMERS.forEach(name -> scan.hide(organisation(name)));
        assertThat(vault.dataKeys()).isNotEmpty().allSatisfy(key -> {
            scan.hide(key);
            scan.hide(HexFormat.of().formatHex(Base64.getDecoder().decode(key)));
        });
        return scan;
    }

    private Organisation organisation(String name) {
        return greenhouse.organisation(name);
    }

    private String state(String tenant) {
        return operator.tenant(tenant).path("state");
    }

    private static RequestSpecification as(String token) {
        return given().auth().oauth2(token).accept("application/json");
    }

    private static String management(String path) {
        int port = ConfigProvider.getConfig().getValue("quarkus.management.port", Integer.class);
        return given().port(port).get(path).asString();
    }
}
