package com.rocketmat;

import static com.rocketmat.sandbox.process.Within.within;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.customer.SecretiveCustomer;
import com.rocketmat.sandbox.greenhouse.Writes;
import com.rocketmat.sandbox.greenhouse.fault.Fault;
import com.rocketmat.sandbox.greenhouse.fault.Faults;
import com.rocketmat.sandbox.greenhouse.fault.Match;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.secrecy.SecretScan;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Secrets and candidate data appear nowhere, however verbose the log, and after any failure. */
// one of the longest classes must not run alone at the end
@Order(2)
class SecrecyIT {

    private static final String TENANT = "borealis";
    /** Over v1, with a model that reads texts of candidates. */
    private static final String KEYED = "keyed";

    private static final List<String> TENANTS = List.of(TENANT, KEYED, "mistyped", "forbidden", "unfit", "odd");
    private static final String WEBHOOK = "a-webhook-secret";
    private static final String MISTYPED = "a-secret-that-is-mistyped";
    private static final String MISPLACED = "a-secret-in-the-wrong-key";
    private static final String NEVER_AN_OPERATOR = "no-operator-has-this-token";
    private static final String PLANTED = "planted-secret";
    /** Each is logged with its statements. */
    private static final Duration A_LOOK = Duration.ofSeconds(1);

    private static final Pattern CALL_OF_A_SLICE = Pattern.compile("\"slice-\\d+\"[^\"]*HarvestCalls");
    private static final String TEXTS_MANIFEST = PointsCustomer.HISTORY_MANIFEST.replace(
            "\"inputs\": [",
            "\"inputs\": [{\"input\": \"t\", \"features\": [\"application.custom[note]\", \"candidate.title\","
                    + " \"candidate.company\"]}, ");
    private static final Map<String, String> VERBOSE = Map.of(
            "QUARKUS_LOG_LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__COM_ROCKETMAT__LEVEL", "TRACE",
            "QUARKUS_LOG_CATEGORY__IO_NETTY__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__ORG_JBOSS_RESTEASY_REACTIVE_CLIENT_LOGGING__LEVEL", "DEBUG",
            "QUARKUS_REST_CLIENT_LOGGING_SCOPE", "all",
            "QUARKUS_REST_CLIENT_LOGGING_BODY_LIMIT", "100000",
            "QUARKUS_VAULT_LOG_CONFIDENTIALITY_LEVEL", "low");

    private final List<Organisation> organisations = Stream.concat(
                    Stream.of(Organisation.load(TENANT)),
                    TENANTS.stream().skip(1).map(name -> SecretiveCustomer.named(name, 6)))
            .toList();
    private final StringBuilder seen = new StringBuilder();
    private final VaultStandIn vault = VaultStandIn.start();
    private SandboxStack stack;
    private ApplicationProcess application;
    private Operator operator;

    @Test
    void neitherSecretsNorCandidatesAreInLogsAnswersMetricsOrTheDatabase() throws IOException {
        AtomicReference<String> threads = new AtomicReference<>("");
        SecretScan scan;
        try (SandboxStack started = SandboxStack.start(Path.of("target"), vault, organisations)) {
            stack = started;
            organisation(TENANT).rateLimit(1_000);
            injectFailures();
            application = stack.startApplication(VERBOSE);
            operator = stack.operator(application);
            stack.greenhouse()
                    .faults()
                    .before(
                            Match.get("/v3/candidates"),
                            () -> application
                                    .threads()
                                    .ifPresent(dump -> threads.accumulateAndGet(dump, String::concat)));
            addTenants();
            within(180).until(() -> Writes.into(stack.greenhouse(), TENANT).count() >= 100);
            operator.runUntil(KEYED, () -> SecretiveCustomer.allScored(organisation(KEYED)));
            for (String blocked : List.of("mistyped", "forbidden", "unfit")) {
                within(60).pollInterval(A_LOOK).until(() -> state(blocked).equals("BLOCKED"));
            }
            within(60).pollInterval(A_LOOK).until(() -> state("odd").equals("INVALID"));
            interruptVault();
            callTheApi();
            replayDecisions();
            interruptDatabase();
            assertThat(stack.greenhouse().webhooks().delivered())
                    .anyMatch(event -> event.body().contains("first_name"));
            scan = scan();
            stack.database().execute("create table planted as select convert_to('%s', 'UTF8')".formatted(PLANTED));
            application.terminate();
            seen.append(Files.readString(application.log()));
            seen.append(Shown.database(stack.database().dataSource()));
        }
        assertThat(ApplicationProcess.isNative()
                        || CALL_OF_A_SLICE.matcher(threads.get()).find())
                .as("the thread dumps show the threads of the calls")
                .isTrue();
        String everything = seen.append(threads.get()).toString();
        assertThat(everything)
                .as("every source is included, and the log is verbose")
                .contains(
                        "\"level\":\"DEBUG\"",
                        "PATCH /v3/applications/",
                        "http_server_requests",
                        "\"openapi\" : \"3",
                        "public.score (");
        assertThat(scan.size()).isGreaterThan(50);
        assertThat(scan.leaks(everything))
                .singleElement()
                .extracting(SecretScan.Leak::hidden)
                .isEqualTo(PLANTED);
    }

    private void injectFailures() {
        Faults faults = stack.greenhouse().faults();
        faults.on(Match.token()).answer(new Fault.Html(502));
        faults.on(Match.get("/v3/applications")).answer(new Fault.InvalidJson());
        faults.on(Match.get("/v3/candidates")).after(1).answer(new Fault.Truncate());
        faults.on(Match.get("/v3/jobs")).answer(Fault.serverError());
        faults.on(Match.get("/v3/jobs").organisation("forbidden"))
                .always()
                .answer(new Fault.Status(403, SecretiveCustomer.NOTE));
        faults.on(Match.get("/v1/candidates")).answer(new Fault.Truncate());
        faults.on(Match.patch("/v1")).answer(new Fault.Html(502));
        faults.on(Match.get("/v3/candidate_employments"))
                .answer(new Fault.Status(200, "[{\"id\":\"%s\"}]".formatted(SecretiveCustomer.NOTE)));
        faults.on(Match.patch("/v3")).after(3).answer(new Fault.RevokeToken());
        faults.on(Match.patch("/v3"))
                .after(5)
                .times(2)
                .answer(
                        new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}"),
                        new Fault.Status(500, SecretiveCustomer.NOTE));
    }

    private void addTenants() {
        add(TENANT, Map.of("webhook_secret", WEBHOOK, "decisions", "features"));
        add(KEYED, Map.of("harvest_api_key", organisation(KEYED).apiKey(), "decisions", "features"));
        add("mistyped", Map.of("harvest_client_secret", MISTYPED));
        add("forbidden", Map.of());
        add("unfit", Map.of());
        add("odd", Map.of("jobs", MISPLACED, "schedule", MISPLACED, "mode", MISPLACED));
        addWebhooks();
        operator.giveModel(TENANT, TENANT);
        byte[] texts = Graph.firstOf(3).input("t", Graph.STRING, -1, 3).toBytes();
        for (String tenant : List.of(KEYED, "mistyped", "forbidden")) {
            operator.giveModel(tenant, texts, TEXTS_MANIFEST);
        }
        operator.giveModel(
                "unfit", Graph.identity().toBytes(), PointsCustomer.MANIFEST.replace("custom[points]", "custom[note]"));
    }

    private void add(String tenant, Map<String, String> settings) {
        stack.addTenant(tenant, settings);
        within(60).until(() -> operator.tenant(tenant).statusCode() == 200);
    }

    /** Greenhouse reports each write of the service. */
    private void addWebhooks() {
        URI address = application.url().resolve("/webhooks/greenhouse/" + TENANT);
        within(60)
                .until(() -> organisation(TENANT)
                        .addWebhook(Webhook.on("application_updated", address, WEBHOOK))
                        .enabled());
        assertThat(organisation(TENANT)
                        .addWebhook(Webhook.on("application_updated", address, MISTYPED))
                        .enabled())
                .isFalse();
    }

    private String state(String tenant) {
        return operator.tenant(tenant).path("state");
    }

    private void interruptVault() {
        vault.setAway(true);
        within(60).until(() -> management("/q/health/ready").contains("degraded"));
        seen.append(management("/q/health")).append(management("/q/metrics"));
        vault.setAway(false);
        within(60).until(() -> !management("/q/health/ready").contains("degraded"));
    }

    private void interruptDatabase() {
        stack.database().stop();
        for (String path : List.of("/api/tenants", "/api/tenants/keyed/scores")) {
            Response failed = operator.get(path);
            assertThat(failed.statusCode()).isGreaterThanOrEqualTo(500);
            seen.append(failed.asString());
        }
        seen.append(management("/q/health"));
        stack.database().restart();
        within(60).until(() -> operator.get("/api/tenants").statusCode() == 200);
    }

    private void callTheApi() {
        for (String path : List.of("/api/tenants", "/api/features", "/api/tenants?limit=no-number", "/q/openapi")) {
            seen.append(operator.get(path).asString());
        }
        for (String name : TENANTS) {
            String tenant = "/api/tenants/" + name;
            for (String path : List.of("", "/runs", "/scores?limit=500", "/models", "/scores?status=no-such-state")) {
                seen.append(operator.get(tenant + path).asString());
            }
            Response examined = operator.post(tenant + "/doctor");
            assertThat(examined.statusCode()).isEqualTo(name.equals("odd") ? 409 : 200);
            seen.append(examined.asString());
            for (String path : List.of("/runs", "/pause", "/resume", "/models/no-such-version/activate")) {
                seen.append(operator.post(tenant + path).asString());
            }
        }
        seen.append(operator.upload(TENANT, Graph.identity().toBytes(), "{\"name\": 1}")
                        .asString())
                .append(operator.upload(TENANT, WEBHOOK.getBytes(StandardCharsets.UTF_8), "{\"name\": 1}")
                        .asString())
                .append(operator.upload(TENANT, Graph.identity().toBytes(), "{" + MISPLACED)
                        .asString());
        for (String token :
                List.of(NEVER_AN_OPERATOR, vault.token(), organisation(KEYED).apiKey())) {
            Response refused = as(token).get("/api/tenants");
            assertThat(refused.statusCode()).isEqualTo(401);
            seen.append(refused.asString()).append(refused.headers());
        }
        seen.append(management("/q/metrics")).append(management("/q/health"));
    }

    /** A replay decrypts the values of candidates that the log keeps. */
    private void replayDecisions() {
        for (String tenant : List.of(TENANT, KEYED)) {
            String decisions = "/api/tenants/" + tenant + "/decisions";
            List<Integer> scored = operator.get(decisions + "?kind=SCORED").path("items.id");
            assertThat(scored).hasSizeGreaterThanOrEqualTo(6);
            for (int decision : scored.subList(0, 6)) {
                Response replay = operator.post(decisions + "/" + decision + "/replay");
                assertThat(replay.<Boolean>path("same")).as(replay.asString()).isTrue();
                seen.append(replay.asString());
            }
            seen.append(operator.get(decisions).asString());
            for (String export : List.of(decisions, decisions + "/export?signed=true")) {
                Response exported =
                        as(stack.operatorToken()).accept("application/x-ndjson").get(export);
                assertThat(exported.statusCode()).isEqualTo(200);
                seen.append(exported.asString());
            }
        }
    }

    private RequestSpecification as(String token) {
        return given().baseUri(application.url().toString()).auth().oauth2(token);
    }

    private String management(String path) {
        return given().baseUri(application.managementUrl().toString()).get(path).asString();
    }

    private SecretScan scan() {
        SecretScan scan = new SecretScan()
                .hide(List.of(
                        stack.operatorToken(),
                        vault.token(),
                        NEVER_AN_OPERATOR,
                        WEBHOOK,
                        MISTYPED,
                        MISPLACED,
                        PLANTED,
                        SecretiveCustomer.NOTE,
                        // the common beginning of the simulator's tokens
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"RS256\"".getBytes(StandardCharsets.UTF_8))));
        organisations.forEach(scan::hide);
        assertThat(vault.dataKeys()).isNotEmpty().allSatisfy(key -> {
            scan.hide(key);
            scan.hide(HexFormat.of().formatHex(Base64.getDecoder().decode(key)));
        });
        return scan;
    }

    private Organisation organisation(String name) {
        return stack.greenhouse().organisation(name);
    }
}
