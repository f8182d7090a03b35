package com.rocketmat.ops;

import static com.rocketmat.sandbox.stack.Surroundings.operator;
import static com.rocketmat.sandbox.stack.Surroundings.viewer;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import com.rocketmat.console.Browser;
import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many slow calls for one tenant leave threads and connections for health checks, metrics, timers and other tenants' calls. */
@QuarkusTest
@TestProfile(Crowded.class)
class CrowdedQuarkusTest {

    private static final int MANY_UPLOADS = 240;
    private static final int MANY_CALLS = 40;
    /** So that connections run out before threads. */
    private static final int LONG_CALLS = Crowded.CALLS - 2;

    private static final String COMPARING = "SELECT reason FROM score";
    private static final String VERIFYING = "decision_head h";
    private static final String RUNS = "from run ";
    private static final int UNAVAILABLE = 503;

    SandboxDatabase database;

    @TestHTTPResource(value = "/health/ready", management = true)
    URI readiness;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    private final String tenant = "crowded-" + UUID.randomUUID();
    private final List<RawCall> callers = new ArrayList<>();
    private final ExecutorService many = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void others() {
        for (String name : List.of(tenant, "other")) {
            database.administer(
                    "INSERT INTO tenant (tenant_id, state, since) VALUES ('%s', 'STOPPED', now()) ON CONFLICT DO NOTHING"
                            .formatted(name));
        }
        await().until(() -> operator().get("/api/status").statusCode() == 200);
    }

    @AfterEach
    void leave() {
        callers.forEach(RawCall::close);
        many.close();
    }

    @Test
    @Tag("finding-A6")
    void slowUploadsOfATenantTakeOneThread() {
        for (int caller = 0; caller < MANY_UPLOADS; caller++) {
            beginUpload(tenant);
        }

        othersAreServed();
        List<String> answers = new ArrayList<>();
        await("an answer to all but one").untilAsserted(() -> {
            for (RawCall caller : callers) {
                InputStream answer = caller.socket().getInputStream();
                if (answer.available() > 0) {
                    answers.add(new String(answer.readNBytes(answer.available()), StandardCharsets.UTF_8));
                }
            }
            assertThat(answers)
                    .filteredOn(answer -> answer.startsWith("HTTP/1.1"))
                    .hasSize(MANY_UPLOADS - 1)
                    .allMatch(answer -> answer.startsWith("HTTP/1.1 503")
                            && answer.toLowerCase(Locale.ROOT).contains("retry-after"));
        });

        callers.forEach(RawCall::close);
        await("the end of the running one").until(() -> upload(tenant).statusCode() != UNAVAILABLE);
    }

    @Test
    @Tag("finding-A6")
    void aReplicaTakesThreeUploadsAtOnce() {
        for (int other = 0; other < 3; other++) {
            beginUpload("tenant-" + other);
        }

        await("a fourth is one too many").until(() -> upload("other").statusCode() == UNAVAILABLE);
        upload("other").then().body("type", equalTo("/problems/busy"));

        callers.getFirst().close();
        await("a place").until(() -> upload("other").statusCode() != UNAVAILABLE);
    }

    @Test
    @Tag("finding-A10")
    void slowComparisonsAreLimitedAndTimeOut() {
        database.administer(
                "INSERT INTO model_version (tenant_id, version, name, manifest, file_sha256, state, uploaded_at, checks, reference_row, resident_bytes, batch_millis)"
                        + " SELECT '%1$s', lpad(n::text, 64, 'a'), 'n', '%3$s', 'f', CASE n WHEN 0 THEN 'ACTIVE' ELSE 'RETIRED' END, now(), '[]', '{}', 1, 1 FROM generate_series(0, %2$d) n"
                                .formatted(tenant, LONG_CALLS, PointsCustomer.MANIFEST));

        areLimitedAndTimeOut(
                "score",
                COMPARING,
                n -> viewer().get("/api/tenants/%s/models/%64s/comparison"
                        .formatted(tenant, n + 1)
                        .replace(' ', 'a')));
    }

    @Test
    @Tag("finding-A10")
    void slowVerificationsAreLimitedAndTimeOut() {
        areLimitedAndTimeOut(
                "decision", VERIFYING, _ -> viewer().get("/api/tenants/%s/decisions/verify".formatted(tenant)));
    }

    private void areLimitedAndTimeOut(String table, String statement, IntFunction<Response> call) {
        List<Response> answers = new ArrayList<>();
        database.whileLocked(table, () -> {
            var calls = calls(LONG_CALLS, call);
            await("two that wait").until(() -> waiting(statement) == 2);
            othersAreServed();
            assertThat(waiting(statement)).isLessThanOrEqualTo(2);
            calls.forEach(made -> answers.add(made.join()));
        });

        assertThat(answers)
                .allMatch(answer -> answer.statusCode() == UNAVAILABLE && answer.header("Retry-After") != null)
                .extracting(answer -> answer.jsonPath().getString("type"))
                .containsOnly("/problems/busy", "/problems/database-away");
    }

    @Test
    @Tag("finding-A10")
    void callsThatWaitForTheDatabaseLeaveConnectionsForTheRest() {
        List<Response> answers = new ArrayList<>();
        database.whileLocked("run", () -> {
            var calls = calls(MANY_CALLS, _ -> viewer().get("/api/tenants/%s/runs".formatted(tenant)));
            await("as many as may").until(() -> waiting(RUNS) == Crowded.TRANSACTIONS);
            given().get(readiness).then().statusCode(200);
            given().get(metrics).then().statusCode(200);
            calls.forEach(call -> answers.add(call.join()));
        });

        assertThat(answers)
                .allMatch(answer -> answer.statusCode() == UNAVAILABLE && answer.header("Retry-After") != null);
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        viewer().get("/api/tenants/%s/runs".formatted(tenant)).statusCode() == 200);
    }

    @Test
    @Tag("finding-A10")
    void invalidCookiesTakeNeitherThreadsNorConnectionsOfCalls() {
        List<CompletableFuture<Response>> strangers = new ArrayList<>();
        database.whileLocked("console_session", () -> {
            strangers.addAll(calls(
                    MANY_CALLS,
                    n -> given().redirects()
                            .follow(false)
                            .cookie("rocketmat-console", "%043d".formatted(n))
                            .get("/console")));
            await("a lookup").until(() -> waiting("console_session") > 0);
            othersAreServed();
        });

        strangers.forEach(stranger ->
                assertThat(stranger.join().statusCode()).as("to the sign-in").isEqualTo(303));
    }

    /** Browsers repeat these calls by themselves, and their number is not limited as that of others. */
    @Test
    void theEventsOfATenantBeginWithoutTheDatabase() {
        String session = Browser.signedIn(Surroundings.VIEWER).cookie();
        database.whileLocked("tenant", () -> {
            open("""
                GET /console/events/%s HTTP/1.1
                Host: rocketmat
                Accept: text/event-stream
                Cookie: rocketmat-console=%s

                """.formatted(tenant, session));
            await("a poll for it").until(() -> waiting("t.tenant_id AS tenant, concat_ws") > 0);
        });
    }

    /** Aborted by the caller, or by the service. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortedDownloadsFreeTheirPlaces(boolean broken) {
        for (int file = 0; file <= Crowded.CALLS; file++) {
            try (RawCall caller = open("""
                GET /planted/other/file?broken=%s HTTP/1.1
                Host: rocketmat
                Authorization: Bearer %s

                """.formatted(broken, Surroundings.VIEWER))) {
                assertThat(caller.status()).isEqualTo(200);
                if (broken) {
                    assertThat(caller.answer()).isNotEmpty().doesNotEndWith("0\r\n\r\n");
                }
            }
            othersAreServed();
        }
    }

    private List<CompletableFuture<Response>> calls(int number, IntFunction<Response> call) {
        return IntStream.range(0, number)
                .mapToObj(n -> CompletableFuture.supplyAsync(() -> call.apply(n), many))
                .toList();
    }

    private void othersAreServed() {
        given().get(readiness).then().statusCode(200);
        given().get(metrics).then().statusCode(200);
        await("a call about another tenant")
                .atMost(Duration.ofSeconds(5))
                .until(() -> viewer().get("/api/tenants/other/runs").statusCode() == 200);
    }

    private long waiting(String statement) {
        return database.count(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query ILIKE '%%%s%%'"
                        .formatted(statement));
    }

    private void beginUpload(String of) {
        open("""
            POST /api/tenants/%s/models HTTP/1.1
            Host: rocketmat
            Authorization: Bearer %s
            Content-Type: multipart/form-data; boundary=x
            Content-Length: 1000

            --x
            """.formatted(of, Surroundings.OPERATOR));
    }

    private RawCall open(String begun) {
        RawCall caller = RawCall.open();
        callers.add(caller);
        return caller.send(begun.replace("\n", "\r\n"));
    }

    private static Response upload(String of) {
        return operator().multiPart("manifest", "{}").post("/api/tenants/%s/models".formatted(of));
    }
}
