package com.rocketmat;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.model.Graph;
import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SecretScan;
import com.rocketmat.sandbox.Shown;
import com.rocketmat.sandbox.greenhouse.Fault;
import com.rocketmat.sandbox.greenhouse.Match;
import com.rocketmat.sandbox.greenhouse.Organisation;
import com.rocketmat.sandbox.greenhouse.Webhook;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Secrets and candidate data never show, however verbose the log, and after any failure. */
@Execution(ExecutionMode.CONCURRENT)
// one of the longest: none should run alone at the end
@Order(2)
// runs beside other classes, but one method after another
@ResourceLock("SecrecyIT")
class SecrecyIT {

    private static final String TENANT = "borealis";
    private static final String WEBHOOK = "a-webhook-secret";
    /** As verbose as for debugging. */
    private static final Map<String, String> VERBOSE = Map.of(
            "QUARKUS_LOG_LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__COM_ROCKETMAT__LEVEL", "TRACE",
            "QUARKUS_LOG_CATEGORY__IO_NETTY__LEVEL", "DEBUG",
            "QUARKUS_LOG_CATEGORY__ORG_JBOSS_RESTEASY_REACTIVE_CLIENT_LOGGING__LEVEL", "DEBUG",
            "QUARKUS_REST_CLIENT_LOGGING_SCOPE", "all",
            "QUARKUS_REST_CLIENT_LOGGING_BODY_LIMIT", "100000");

    @Test
    void neitherSecretsNorCandidatesAreInLogsAnswersMetricsOrTheDatabase() throws IOException {
        Organisation organisation = Organisation.load(TENANT);
        organisation.rateLimit(1_000);
        PointsCustomer refused = PointsCustomer.named("refused").with(1);
        PointsCustomer keyed = PointsCustomer.named("keyed").with(1);
        StringBuilder seen = new StringBuilder();
        AtomicReference<String> threads = new AtomicReference<>("");
        SecretScan scan;
        try (SandboxStack stack = SandboxStack.start(
                Path.of("target"), List.of(organisation, refused.organisation(), keyed.organisation()))) {
            injectFailures(stack);
            try (ApplicationProcess application = stack.startApplication(VERBOSE)) {
                stack.greenhouse()
                        .faults()
                        .before(
                                Match.get("/v3/candidates"),
                                () -> application.threads().ifPresent(threads::set));
                Operator operator = stack.operator(application);
                refused.join(stack, operator, Map.of("harvest_client_secret", "a-secret-mistyped"));
                keyed.join(
                        stack,
                        operator,
                        Map.of("harvest_api_key", keyed.organisation().apiKey()));
                stack.addTenant(TENANT, Map.of("jobs", "not-a-number-but-a-secret"));
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> operator.tenant(TENANT).statusCode() == 200);
                stack.addTenant(TENANT, Map.of("webhook_secret", WEBHOOK, "decisions", "features"));
                URI webhooks = application.url().resolve("/webhooks/greenhouse/" + TENANT);
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> organisation
                                .addWebhook(Webhook.on("application_updated", webhooks, WEBHOOK))
                                .enabled());
                operator.giveModel(TENANT, TENANT);
                seen.append(operator.upload(TENANT, Graph.identity().toBytes(), "{\"name\": 1}")
                        .asString());
                await().atMost(Duration.ofMinutes(3)).until(() -> written(operator) >= 100);
                await().atMost(Duration.ofMinutes(3)).until(keyed::allRight);
                seen.append(answers(operator, application)).append(decisions(stack, operator, application));
                assertThat(stack.greenhouse().webhooks().delivered())
                        .as("with all that Greenhouse tells")
                        .anyMatch(told -> told.body().contains("first_name"));
                scan = scan(stack, organisation, refused.organisation(), keyed.organisation());
                application.terminate();
                seen.append(Files.readString(application.log()));
            }
            seen.append(Shown.database(stack.database().dataSource()));
        }
        assertThat(ApplicationProcess.isNative() || threads.get().contains("slice-"))
                .as("the threads of the calls are seen")
                .isTrue();
        String everything = seen.append(threads.get()).toString();
        assertThat(everything)
                .as("the log is as verbose as configured")
                .contains("\"level\":\"DEBUG\"", "PATCH /v3/applications/");
        assertThat(scan.size()).isGreaterThan(50);
        assertThat(scan.leaks(everything)).isEmpty();
        String planted = organisation.clientSecret();
        assertThat(scan.leaks(everything + planted))
                .extracting(SecretScan.Leak::hidden)
                .containsExactly(planted);
    }

    private static void injectFailures(SandboxStack stack) {
        stack.greenhouse().faults().on(Match.token()).answer(new Fault.Html502());
        stack.greenhouse().faults().on(Match.get("/v3/candidates")).after(1).answer(new Fault.Truncate());
        stack.greenhouse().faults().on(Match.get("/v3/jobs")).answer(Fault.serverError());
        stack.greenhouse().faults().on(Match.get("/v1/candidates")).answer(new Fault.Truncate());
        stack.greenhouse().faults().on(Match.patch("/v1")).answer(new Fault.Html502());
        stack.greenhouse()
                .faults()
                .on(Match.get("/v3/candidate_employments"))
                .answer(new Fault.Status(200, "{\"not\":\"a list\"}"));
        stack.greenhouse().faults().on(Match.patch("/v3")).after(3).answer(new Fault.RevokeToken());
        stack.greenhouse()
                .faults()
                .on(Match.patch("/v3"))
                .after(5)
                .answer(new Fault.Status(422, "{\"message\":\"Unprocessable Content\"}"));
    }

    private static int written(Operator operator) {
        List<?> items = operator.get("/api/tenants/" + TENANT + "/scores?status=WRITTEN&limit=500")
                .path("items");
        return items.size();
    }

    private static String answers(Operator operator, ApplicationProcess application) {
        StringBuilder answers = new StringBuilder();
        for (String path : List.of("/api/tenants", "/api/features")) {
            answers.append(operator.get(path).asString());
        }
        for (String path : List.of("", "/runs", "/scores?limit=500", "/models")) {
            answers.append(operator.get("/api/tenants/" + TENANT + path).asString())
                    .append(operator.get("/api/tenants/refused" + path).asString())
                    .append(operator.get("/api/tenants/keyed" + path).asString());
        }
        for (String path : List.of("/q/metrics", "/q/health", "/q/openapi")) {
            answers.append(given().baseUri(application.managementUrl().toString())
                    .get(path)
                    .asString());
        }
        return answers.toString();
    }

    /** With the values that are kept of candidates, which are opened for a replay. */
    private static String decisions(SandboxStack stack, Operator operator, ApplicationProcess application) {
        String decisions = "/api/tenants/" + TENANT + "/decisions";
        List<Integer> scored = operator.get(decisions + "?kind=SCORED").path("items.id");
        Response replay = operator.post(decisions + "/" + scored.getFirst() + "/replay");
        assertThat(replay.<Boolean>path("same")).as(replay.asString()).isTrue();
        Response signed = given().baseUri(application.url().toString())
                .auth()
                .oauth2(stack.operatorToken())
                .accept("application/x-ndjson")
                .get(decisions + "/export?signed=true");
        assertThat(signed.statusCode()).isEqualTo(200);
        return replay.asString() + signed.asString();
    }

    private static SecretScan scan(SandboxStack stack, Organisation... organisations) {
        SecretScan scan = new SecretScan()
                .hide(List.of(
                        stack.operatorToken(),
                        stack.vault().token(),
                        "a-secret-mistyped",
                        WEBHOOK,
                        "not-a-number-but-a-secret",
                        // the simulator's tokens are JWTs, which all start alike
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString("{\"alg\":\"RS256\"".getBytes(StandardCharsets.UTF_8))));
        List.of(organisations).forEach(scan::hide);
        return scan;
    }
}
