package com.rocketmat.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.rocketmat.architecture.DeclaredCalls;
import com.rocketmat.console.session.Addresses;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.Operator;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.tenant.WrittenSecret;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The content of the pages. */
@QuarkusTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesQuarkusTest {

    private static final String TENANT = "console-pages";
    private static final String PAGE = "/console/tenants/" + TENANT;
    /** Inline handlers, styles and scripts, which the policy forbids so that injected ones do not run. */
    private static final Pattern INLINE = Pattern.compile(
            "<style|<script(?![^>]*\\ssrc=)|\\sstyle\\s*=|\\son[a-z]+\\s*=\\s*[\"']|javascript:",
            Pattern.CASE_INSENSITIVE);

    VaultStandIn vault;
    SandboxDatabase database;

    @TestHTTPResource
    URI service;

    private Browser operator;
    private Browser viewer;
    private String version;

    @BeforeEach
    void aTenantWithAnInvalidSecret() {
        if (version != null) {
            return;
        }
        Operator api = Surroundings.api();
        WrittenSecret.known(
                vault,
                api,
                TENANT,
                Map.of("harvest_client_id", "an-id", "<img src=x onerror=alert(1)>", "blue-as-a-secret"));
        version = api.giveModel(TENANT, "sklearn_logistic_zipmap");
        operator = Browser.signedIn(Surroundings.OPERATOR);
        viewer = Browser.signedIn(Surroundings.VIEWER);
    }

    private List<String> pages() {
        return List.of("/console", PAGE, PAGE + "/models", PAGE + "/models/" + version, "/console/tenants/absent");
    }

    @Test
    @Tag("finding-C")
    void theNumberOfStreamsPerOperatorIsLimited() throws Exception {
        List<Callable<BufferedReader>> streams = Collections.nCopies(16, this::viewersEvents);
        List<BufferedReader> open = new ArrayList<>();
        // in parallel: a stream answers with its first event, after two seconds
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var stream : threads.invokeAll(streams)) {
                open.add(stream.get());
            }
            for (BufferedReader stream : open) {
                assertThat(stream.readLine()).contains("changed");
            }
            Browser.signedIn(Surroundings.VIEWER)
                    .request()
                    .accept("text/event-stream")
                    .get(Addresses.events(TENANT))
                    .then()
                    .statusCode(429)
                    .header("Retry-After", "10");
            open.add(operator.events(service, TENANT));
            assertThat(open.getLast().readLine()).contains("changed");
        } finally {
            for (BufferedReader stream : open) {
                stream.close();
            }
        }
    }

    private BufferedReader viewersEvents() throws IOException {
        return Browser.signedIn(Surroundings.VIEWER).events(service, TENANT);
    }

    @Test
    void noPageHasInlineScriptsOrStyles() {
        assertThat(INLINE.matcher("<p class='x' style='color:red'>").find()).isTrue();
        assertThat(INLINE.matcher("<script>alert(1)</script>").find()).isTrue();
        assertThat(INLINE.matcher("<a onclick='x()'>").find()).isTrue();
        for (String page : pages()) {
            // a tenant's secret is shown as text
            String html = operator.get(page).asString().replace("&lt;img src=x onerror=alert(1)&gt;", "");
            assertThat(html).as(page).contains("<main");
            assertThat(INLINE.matcher(html).results().map(found -> found.group()))
                    .as(page)
                    .isEmpty();
        }
    }

    @Test
    void everyPageHasTheContentPolicyAndIsNotCached() {
        for (String page : pages()) {
            operator.get(page)
                    .then()
                    .body(containsString("<main"))
                    .header("Content-Security-Policy", containsString("default-src 'none'"))
                    .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                    .header("Content-Security-Policy", not(containsString("unsafe")))
                    .header("X-Content-Type-Options", "nosniff")
                    .header("X-Frame-Options", "DENY")
                    .header("Referrer-Policy", "same-origin")
                    .header("Cache-Control", "no-store");
        }
        Browser.stranger().get("/console/sign-in").then().header("Cache-Control", "no-store");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/assets/console.css",
                "/console/assets/console.js",
                "/console/assets/mark.svg",
                "/_static/htmx.org/dist/htmx.min.js"
            })
    void assetsAreServedWithoutSession(String asset) {
        Browser.stranger().get(asset).then().statusCode(200).header("Cache-Control", not(containsString("no-store")));
    }

    /** A page of the next release may get its files from a replica of this one. */
    @Test
    void anAssetOfAnotherReleaseIsNotCached() {
        String page = operator.page("/console");
        List<String> files = Pattern.compile("(?:href|src)=\"([^\"]+\\?v=\\w+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();

        assertThat(files).hasSize(3);
        for (String file : files) {
            Browser.stranger().get(file).then().statusCode(200).header("Cache-Control", containsString("immutable"));
            Browser.stranger().get(file + "0").then().statusCode(200).header("Cache-Control", "no-store");
        }
    }

    @Test
    void everyPageNamesItsCharacterSet() {
        Stream<Response> pages = Stream.concat(
                Stream.concat(pages().stream(), Stream.of("/console/anything", "/console/audit", "/console/bulk/sync"))
                        .map(operator::get),
                Stream.of(
                        Browser.stranger().get("/console/sign-in"),
                        Browser.signIn("guessed"),
                        upload("label_only"),
                        operator.send("/console/bulk/sync"),
                        viewer.send(PAGE + "/pause")));

        assertThat(pages)
                .allSatisfy(page -> assertThat(page.contentType())
                        .as(page.asString())
                        .isEqualToIgnoringCase("text/html;charset=UTF-8"));
    }

    @Test
    void externalTextIsEscaped() {
        for (String page : List.of("/console", PAGE)) {
            assertThat(operator.page(page))
                    .contains("&lt;img src=x onerror=alert(1)&gt;: unknown key")
                    .doesNotContain("<img")
                    .doesNotContain("blue-as-a-secret");
        }
        assertThat(operator.page("/console?q=%3Cscript%3E")).doesNotContain("<script>");
    }

    @Test
    void aTenantShowsItsStateAndReason() {
        assertThat(viewer.page(PAGE))
                .contains("Invalid")
                .contains("harvest_client_secret: missing")
                .contains("sklearn");
    }

    /** After the activation of a new model, most scores are of the former one. */
    @Test
    void aDryRunShowsTheScoresOfItsActiveVersion() {
        String tenant = "console-rehearsing";
        Operator api = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
        String active = api.giveModel(tenant, "sklearn_logistic_zipmap");
        database.execute("UPDATE tenant SET state = 'DRY_RUN' WHERE tenant_id = '%s'".formatted(tenant));
        database.execute(
                ("INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at)"
                                + " SELECT '%s', id, CASE id WHEN 7 THEN '%s' ELSE 'former' END, 1, 70, 'DRY', now() FROM generate_series(7, 300) id")
                        .formatted(tenant, active));

        assertThat(operator.page("/console/tenants/" + tenant))
                .contains("What the dry run would write", "/applications/7\"")
                .doesNotContain("/applications/300\"");
    }

    /** The active version may have scored the same applications since. */
    @Test
    void failuresOfAFormerVersionAreNotShown() {
        String tenant = "console-mended";
        Operator api = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
        String active = api.giveModel(tenant, "sklearn_logistic_zipmap");
        database.execute(
                ("INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, reason, scored_at, written_at)"
                                + " VALUES ('%1$s', 7, 'former', 1, NULL, 'REFUSED', 'not a number', now(), NULL),"
                                + " ('%1$s', 7, '%2$s', 1, 70, 'WRITTEN', NULL, now(), now())")
                        .formatted(tenant, active));

        assertThat(operator.page("/console/tenants/" + tenant))
                .contains("No score of the active model was refused.")
                .doesNotContain("id=\"failures-7\"");
    }

    @Test
    void theLastRunsAreOnATimeline() {
        String tenant = "console-timeline";
        WrittenSecret.broken(vault, tenant);
        database.execute(("INSERT INTO run (tenant_id, started_at, ended_at, triggered_by, window_to, error) VALUES"
                        + " ('%1$s', now() - interval '240 minutes', now() - interval '180 minutes', 'schedule', now(), NULL),"
                        + " ('%1$s', now() - interval '120 minutes', now() - interval '60 minutes', 'schedule', now(), 'Greenhouse answers 503')")
                .formatted(tenant));

        assertThat(viewer.page("/console/tenants/" + tenant))
                .contains(
                        "<rect class=\"mark good\" x=\"0\"",
                        "<rect class=\"mark bad\" x=\"3",
                        ": With errors, 60 min</title>")
                .contains("<span>4 h ago</span><span>2 h ago</span><span>now</span>", "Start and duration;");
    }

    @Test
    void theReasonOfAFailingShadowIsOnItsPage() {
        String tenant = "console-failing-shadow";
        Operator api = Surroundings.api();
        WrittenSecret.broken(vault, tenant);
        String active = api.giveModel(tenant, "sklearn_logistic_zipmap");
        String shadow = api.upload(
                        tenant, Operator.resource("sklearn_regressor.onnx"), Operator.text("sklearn_regressor.json"))
                .path("version");
        String page = "/console/tenants/" + tenant + "/models/" + shadow;
        api.post("/api/tenants/" + tenant + "/models/" + shadow + "/shadow");
        String score =
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, reason, scored_at)"
                        + " VALUES ('" + tenant + "', %d, '%s', 1, %s, '%s', %s, now())";
        database.execute(score.formatted(7, shadow, "NULL", "SHADOW", "'no school'"));

        assertThat(viewer.page(page))
                .contains("No application is scored by both versions; the last failure: no school.");

        database.execute(
                score.formatted(8, shadow, "70", "SHADOW", "NULL"), score.formatted(8, active, "60", "DRY", "NULL"));

        assertThat(viewer.page(page)).contains("1 application", "1; the last failure: no school");
    }

    @Test
    void buttonsDependOnRoleAndState() {
        assertThat(viewer.page(PAGE)).doesNotContain("id=\"pause\"").doesNotContain("id=\"examine\"");
        // neither a run nor the doctor works without a valid secret
        assertThat(operator.page(PAGE)).contains("id=\"pause\"").doesNotContain("id=\"examine\"");
        assertThat(viewer.page(PAGE + "/models")).doesNotContain("id=\"upload\"");
        assertThat(operator.page(PAGE + "/models")).contains("id=\"upload\"");
    }

    @Test
    void aRefusedActionIsAPageWithARemedy() {
        operator.send(PAGE + "/runs")
                .then()
                .statusCode(409)
                .contentType(containsString("text/html"))
                .body(containsString("The tenant does not run"))
                .body(containsString("reason says what is wrong"));
        operator.get("/console/tenants/absent")
                .then()
                .statusCode(404)
                .contentType(containsString("text/html"))
                .body(containsString("No such tenant"));
        operator.get("/console/anything").then().statusCode(404).contentType(containsString("text/html"));
    }

    @Test
    void theAddressOfAFormRedirectsToItsPage() {
        operator.get(PAGE + "/doctor").then().statusCode(303).header("Location", PAGE);
        operator.get(PAGE + "/applications/7/look").then().statusCode(303).header("Location", PAGE + "/applications/7");
    }

    @Test
    void syncIsDisabledWhileAllTenantsArePaused() {
        Operator api = Surroundings.api();
        putValidSecret("console-all-paused", Map.of("schedule", "0 3 1 1 *"));
        String page = "/console/tenants/console-all-paused";
        assertThat(operator.page(page)).contains("<button id=\"sync\" type=\"submit\">");
        api.post("/api/pause");
        try {
            assertThat(operator.page(page)).contains("<button id=\"sync\" type=\"submit\" disabled>");
        } finally {
            api.post("/api/resume");
        }
    }

    static Stream<String> callsOfOneTenant() {
        return DeclaredCalls.below(Addresses.ROOT).stream().filter(call -> call.contains("{tenant}"));
    }

    /** A redirect would contain the id. */
    @ParameterizedTest
    @MethodSource("callsOfOneTenant")
    void anInvalidTenantIdIsNotFound(String call) {
        String path = call.substring(call.indexOf(' ') + 1)
                .replace("{tenant}", "a%20b")
                .replaceAll("\\{\\w+}", "7");
        RequestSpecification request = operator.request()
                .accept("*/*")
                .header("Sec-Fetch-Site", "same-origin")
                .urlEncodingEnabled(false);
        Response answer = call.startsWith("GET ")
                ? request.get(path + "?id=5")
                : Browser.send(request, operator.formToken(), path);

        answer.then().statusCode(404);
    }

    @Test
    void aRefusedModelHasItsReasonBesideTheForm() {
        upload("label_only")
                .then()
                .statusCode(422)
                .contentType(containsString("text/html"))
                .body(containsString("The model was not stored"))
                .body(containsString("Check and store"));
        operator.request()
                .header("Sec-Fetch-Site", "same-origin")
                .multiPart("form_token", operator.formToken())
                .post(PAGE + "/models")
                .then()
                .statusCode(422)
                .body(containsString("The model was not stored"));
    }

    @Test
    void aModelIsUploadedReportedAndActivated() {
        String address = upload("sklearn_regressor")
                .then()
                .statusCode(303)
                .header("Location", startsWith(PAGE + "/models/"))
                .extract()
                .header("Location");
        assertThat(address).endsWith("?done=uploaded");
        assertThat(operator.page(address)).contains("no check failed").contains("dry-batch");
        String model = address.replaceFirst("\\?.*", "");
        operator.send(model + "/shadow").then().statusCode(303);
        assertThat(operator.page(model))
                .contains("name=\"was\" value=\"shadow\"", "Waiting scores of this version are not written;");
        operator.send(model + "/activate").then().statusCode(303);
        retire(model, "shadow").then().statusCode(409).body(containsString("The version is now active"));
        assertThat(operator.page(model)).contains("This is the active version", "name=\"was\" value=\"active\"");
        operator.send(model + "/activate").then().statusCode(409).contentType(containsString("text/html"));
        operator.send(PAGE + "/models/" + version + "/activate").then().statusCode(303);
        assertThat(operator.page(model)).contains("action=\"" + model + "/retire\"", "Drop waiting scores");
        operator.send(model + "/retire").then().statusCode(409);
        String dropped =
                retire(model, "retired").then().statusCode(303).extract().header("Location");
        assertThat(operator.page(dropped))
                .as("it was switched off before")
                .contains("its waiting scores are not written. Recorded scores stay.")
                .doesNotContain("Switched off");
        database.execute("UPDATE model_version SET state = 'QUARANTINED', quarantine = 'slow' WHERE version = '%s'"
                .formatted(model.replaceFirst(".*/", "")));
        assertThat(operator.page(model)).contains("Quarantined: slow", "Drop waiting scores");
        retire(model, "retired").then().statusCode(409);
        retire(model, "quarantined").then().statusCode(303);
    }

    /** Sends the form of a page that shows the version in this state. */
    private Response retire(String model, String was) {
        return Browser.send(
                operator.request().header("Sec-Fetch-Site", "same-origin").formParam("was", was),
                operator.formToken(),
                model + "/retire");
    }

    @Test
    void aTrainingIsRefusedIfTheTenantDoesNotRun() {
        assertThat(operator.page(PAGE + "/models")).contains("id=\"train\"").contains("Train a model");
        assertThat(viewer.page(PAGE + "/models")).doesNotContain("id=\"train\"").contains("Trainings");
        // its secret is not valid
        operator.send(PAGE + "/models/trainings")
                .then()
                .statusCode(409)
                .contentType(containsString("text/html"))
                .body(containsString("The tenant does not run"));
        viewer.send(PAGE + "/models/trainings").then().statusCode(403);
        operator.send(PAGE + "/models/trainings/4711/cancel")
                .then()
                .statusCode(404)
                .body(containsString("No such training"));
    }

    @Test
    void theNextTrainingLeavesOutTheSameFeatures() {
        String tenant = "console-trains-again";
        Operator api = Surroundings.api();
        putValidSecret(tenant, Map.of("schedule", "0 3 1 1 *"));
        String trainings = "/api/tenants/" + tenant + "/trainings";
        String first = api.post(trainings + "?without=candidate.title")
                .then()
                .statusCode(202)
                .extract()
                .path("id");
        api.delete(trainings + "/" + first);

        await().until(() -> operator.send("/console/tenants/" + tenant + "/models/trainings")
                        .statusCode()
                == 303);

        api.get(trainings).then().body("items[0].id", not(first)).body("items[0].without", hasItem("candidate.title"));
        operator.get("/console/tenants/" + tenant + "/models")
                .then()
                .body(containsString("To predict hired, without candidate.title"))
                .body(containsString("<span id=\"latest-training\" data-announce>"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 40})
    void theBarShowsHowFarATrainingIs(int percent) {
        String tenant = "console-trains-visibly-" + percent;
        WrittenSecret.broken(vault, tenant);
        database.execute(
                "INSERT INTO training (tenant_id, state, label, without, requested_by, requested_at) VALUES ('%s', 'READING', 'hired', '{}', 'ana', now())"
                        .formatted(tenant));

        // a training without a replica may be queued again in between
        await().untilAsserted(() -> {
            database.execute(
                    "UPDATE training SET state = 'READING', phase = 'reading', percent = %d WHERE tenant_id = '%s'"
                            .formatted(percent, tenant));
            assertThat(viewer.page("/console/tenants/" + tenant + "/models"))
                    .contains(
                            "<progress value=\"%d\" max=\"100\"".formatted(percent),
                            "<p>reading: about %d %%, 0 read</p>".formatted(percent));
        });
    }

    @Test
    void aCardIsShownAsText() {
        operator.upload(
                        Operator.resource("sklearn_logistic_zipmap.onnx"),
                        Operator.text("sklearn_logistic_zipmap.json"))
                .multiPart("card", "card.md", "# Engineers <script>alert(1)</script>".getBytes(StandardCharsets.UTF_8))
                .post(PAGE + "/models")
                .then()
                .statusCode(303);

        assertThat(viewer.page(PAGE + "/models/" + version))
                .contains("# Engineers &lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert");
    }

    @Test
    void withoutDecisionLogTheNumberOfOverridesIsUnknown() {
        String tenant = "console-unlogged";
        Operator api = Surroundings.api();
        putValidSecret(tenant, Map.of("mode", "paused", "decisions", "off"));
        String unlogged = api.giveModel(tenant, "sklearn_logistic_zipmap");
        String page = "/console/tenants/" + tenant + "/models/" + unlogged;
        assertThat(viewer.page(page)).doesNotContain("Overridden by people");

        database.execute(
                "INSERT INTO score (tenant_id, application_id, model_version, candidate_id, value, state, scored_at, written_at) VALUES ('%s', 11, '%s', 1, 70, 'WRITTEN', now(), now())"
                        .formatted(tenant, unlogged));

        await().untilAsserted(
                        () -> assertThat(viewer.page(page)).contains("Overridden by people: not known: decisions=off"));
    }

    private void putValidSecret(String tenant, Map<String, String> options) {
        Map<String, String> secret = new HashMap<>(options);
        secret.putAll(Map.of("harvest_client_id", "id of " + tenant, "harvest_client_secret", "secret"));
        WrittenSecret.known(vault, Surroundings.api(), tenant, secret);
    }

    private Response upload(String name) {
        return operator.upload(Operator.resource(name + ".onnx"), Operator.text(name + ".json"))
                .post(PAGE + "/models");
    }
}
