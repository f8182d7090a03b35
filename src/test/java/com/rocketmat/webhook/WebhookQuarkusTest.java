package com.rocketmat.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import com.rocketmat.ops.Guarded;
import com.rocketmat.sandbox.database.SandboxDatabase;
import com.rocketmat.sandbox.secrecy.Shown;
import com.rocketmat.sandbox.stack.RawCall;
import com.rocketmat.sandbox.stack.Surroundings;
import com.rocketmat.sandbox.vault.SandboxVault;
import com.rocketmat.tenant.WrittenSecret;
import com.rocketmat.tenant.scope.TenantId;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The address for webhooks, which anyone may call. */
@QuarkusTest
@TestProfile(Guarded.class)
class WebhookQuarkusTest {

    private static final String TENANT = "hooked";
    private static final String SECRET = "the-key-of-the-webhooks";
    private static final String ADA = "Ada-Byron-of-Ockham";

    SandboxDatabase database;
    SandboxVault vault;

    @TestHTTPResource(value = "/metrics", management = true)
    URI metrics;

    @Inject
    WebhookCounts counts;

    @Inject
    WebhookRoute route;

    @Inject
    WebhookFigures figures;

    private final List<RawCall> callers = new ArrayList<>();

    /** Paused, so that events are stored and have no other effect. */
    @BeforeEach
    void tenants() {
        putPausedTenant(TENANT);
        WrittenSecret.put(
                vault,
                "unhooked",
                Map.of("harvest_client_id", "unhooked-1", "harvest_client_secret", "x", "mode", "paused"));
        await().atMost(Duration.ofMinutes(1)).until(() -> post("ping", "{}").statusCode() == 200);
    }

    @AfterEach
    void disconnect() {
        callers.forEach(RawCall::close);
        database.administer("DELETE FROM webhook_event");
    }

    @Test
    void anEventIsStoredOnceWithItsActionAndIdsOnly() {
        String body = application(7);
        String id = UUID.randomUUID().toString();

        for (int time = 0; time < 3; time++) {
            Response answer = call(TENANT, Signed.header(SECRET, body), id, body);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.asString()).isEmpty();
        }

        assertThat(database.count(
                        "SELECT count(*) FROM webhook_event WHERE event_id = '%s' AND action = 'new_candidate_application' AND received_at > now() - interval '1 minute'"
                                .formatted(id)))
                .isEqualTo(1);
        assertThat(Shown.database(database.dataSource())).doesNotContain(ADA, SECRET);
    }

    @Test
    void withoutEventIdTheSameBodyIsTheSameEvent() {
        String body = application(8);

        for (String id : new String[] {"", "x".repeat(200), "x y"}) {
            assertThat(call(TENANT, Signed.header(SECRET, body), id, body).statusCode())
                    .isEqualTo(200);
        }

        assertThat(events()).isEqualTo(1);
    }

    @Test
    void everyUnsignedCallGetsTheSame401() {
        String body = application(9);
        String right = Signed.header(SECRET, body);
        List<Response> answers = Stream.of(
                        call(TENANT, Signed.header("another key", body), "1", body),
                        call(TENANT, right, "1", body + " "),
                        call("unhooked", right, "1", body),
                        call("not-a-tenant", right, "1", body),
                        call("Not a tenant!", right, "1", body),
                        call(TENANT, "sha256 ", "1", body),
                        call(TENANT, "", "1", body))
                .toList();

        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.asString()).isEqualTo(answers.getFirst().asString());
            assertThat(answer.contentType()).isEqualTo("application/problem+json");
            assertThat(answer.headers().asList().stream().map(Header::getName))
                    .isSubsetOf("content-type", "content-length", "connection");
        });
        assertThat(events()).isZero();
    }

    @Test
    void basicAuthenticationIsIgnored() {
        String body = application(10);
        given().auth()
                .preemptive()
                .basic("acme", "anything")
                .header("Signature", Signed.header(SECRET, body))
                .contentType(ContentType.JSON)
                .body(body)
                .post("/webhooks/greenhouse/" + TENANT)
                .then()
                .statusCode(200);
    }

    @Test
    void anEventWithoutEffectIsAnsweredAndNotStored() {
        assertThat(post("1", "{\"action\":\"web_hook_ping\",\"payload\":{}}").statusCode())
                .isEqualTo(200);
        assertThat(post("2", application(11).replace("new_candidate_application", "hire_candidate"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(post("3", "this is not JSON").statusCode()).isEqualTo(200);
        assertThat(post("4", "{\"action\":\"update_candidate\",\"payload\":{\"candidate\":{\"id\":9}}}")
                        .statusCode())
                .as("the tenant has no opt-out field")
                .isEqualTo(200);
        assertThat(events()).isZero();

        counts.store();
        assertThat(figures.of(new TenantId(TENANT)).figures())
                .extracting(WebhookFigures.Figure::action, WebhookFigures.Figure::outcome)
                .contains(tuple("other", "ignored"), tuple("hire_candidate", "ignored"), tuple("other", "unreadable"));
    }

    @Test
    void aTooLargeBodyIsRefused() {
        RawCall announced = connect();
        announced.trySend(head(1_000_000) + " ".repeat(500_000));
        assertThat(announced.answer()).startsWith("HTTP/1.1 413").contains("/problems/too-large");

        RawCall chunked = connect().send(head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked"));
        int sent = 0;
        while (sent < 10 && chunked.trySend(RawCall.chunk(" ".repeat(16_000)))) {
            sent++;
        }
        assertThat(chunked.answer()).startsWith("HTTP/1.1 413");
    }

    @Test
    void slowCallersAreDisconnected() {
        // on a busy machine the first may be closed before the last is open
        await("all places are taken").until(() -> {
            fill(TENANT);
            return post("1", "{}").statusCode() == 503;
        });
        given().auth().oauth2(Surroundings.VIEWER).get("/api/tenants").then().statusCode(200);

        await("they are closed")
                .atMost(Duration.ofSeconds(10))
                .until(() -> post("2", "{\"action\":\"ping\"}").statusCode() == 200);
        for (RawCall caller : callers) {
            assertThat(caller.answer())
                    .as("no answer, or too many callers")
                    .satisfiesAnyOf(
                            answer -> assertThat(answer).isEmpty(),
                            answer -> assertThat(answer).startsWith("HTTP/1.1 503"));
        }
    }

    @Test
    void callsForOneTenantLeaveCapacityForTheOthers() {
        List<String> others = IntStream.range(1, WebhookRoute.SHARES)
                .mapToObj(number -> TENANT + "-" + number)
                .toList();
        for (String other : others) {
            putPausedTenant(other);
        }
        await().until(() -> others.stream().allMatch(other -> ping(other) == 200));

        await().until(() -> {
            fill(TENANT);
            return ping(TENANT) == 503;
        });
        RawCall busy = connect();
        busy.trySend(head(500_000) + " ".repeat(500_000));
        assertThat(busy.answer()).as("answered although the body was not read").startsWith("HTTP/1.1 503");
        assertThat(others).allMatch(other -> ping(other) == 200);
        assertThat(ping("unhooked")).as("unknown tenants have their own quota").isEqualTo(401);

        await("all places of the replica are taken").until(() -> {
            // again, because they are closed after a while
            fill(TENANT);
            for (String other : others) {
                fill(other);
            }
            return ping("unhooked") == 503;
        });
    }

    @Test
    void allUnknownTenantsShareOneQuota() {
        await().until(() -> {
            fill("unhooked");
            return ping("not-a-tenant") == 503;
        });
        assertThat(ping(TENANT)).as("it has its own quota").isEqualTo(200);

        disconnect();
        await("places are released").until(() -> ping("unhooked") == 401);
    }

    /** Otherwise purged tenants would fill the memory of a long-lived replica. */
    @Test
    void nothingIsKeptOfATenantWithoutCallsInProgress() {
        assertThat(ping(TENANT)).isEqualTo(200);
        await("under way").until(() -> {
            fill(TENANT);
            return ping(TENANT) == 503;
        });
        disconnect();
        await("ended").untilAsserted(() -> assertThat(route.inProgress).isEmpty());
    }

    @Test
    void theNumberOfWaitingEventsPerTenantIsLimited() {
        database.administer(
                "INSERT INTO webhook_event (tenant_id, event_id, received_at, due_at, action) SELECT '%s', 'waits-' || n, now(), now() + interval '10 minutes', 'job_updated' FROM generate_series(1, %d) n"
                        .formatted(TENANT, Guarded.QUEUE));

        Response full = post("one-more", application(12));
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.header("Retry-After")).isNotNull();
        assertThat(full.jsonPath().getString("type")).isEqualTo("/problems/busy");
        assertThat(post("waits-1", application(12)).statusCode())
                .as("a repeated event")
                .isEqualTo(200);

        database.administer("UPDATE webhook_event SET done_at = now() WHERE event_id = 'waits-1'");
        assertThat(post("one-more", application(12)).statusCode()).isEqualTo(200);

        database.administer(
                "DELETE FROM webhook_event WHERE event_id = 'one-more'",
                "UPDATE webhook_event SET done_at = NULL WHERE event_id = 'waits-1'");
        assertThat(post("and-one", application(12)).statusCode()).isEqualTo(503);
        database.administer("UPDATE webhook_event SET outcome = 'erased' WHERE event_id = 'waits-2'");
        assertThat(post("and-one", application(12)).statusCode())
                .as("an erasure that waits for its second time does not count")
                .isEqualTo(200);
    }

    @Test
    void anUnavailableDatabaseIsAnswered503() {
        database.stop();
        try {
            Response away = post("missed", application(13));
            assertThat(away.statusCode()).isEqualTo(503);
            assertThat(away.jsonPath().getString("type")).isEqualTo("/problems/database-away");
            assertThat(post("1", "{\"action\":\"ping\"}").statusCode()).isEqualTo(200);
        } finally {
            database.restart();
        }

        await().atMost(Duration.ofSeconds(30))
                .until(() -> post("missed", application(13)).statusCode() == 200);
    }

    @Test
    void aSlowDatabaseIsAnswered503() {
        database.whileLocked(
                "webhook_event",
                () -> assertThat(post("late", application(14)).statusCode()).isEqualTo(503));

        await().until(() -> post("late", application(14)).statusCode() == 200);
        assertThat(events()).isEqualTo(1);
    }

    /** A purge locks them, perhaps for minutes. */
    @Test
    void lockedRowsOfOneTenantDelayNoOther() throws SQLException {
        String other = TENANT + "-other";
        putPausedTenant(other);
        await().until(() -> ping(other) == 200);
        assertThat(post("makes-the-key", application(15)).statusCode()).isEqualTo(200);
        String body = application(16);
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT FROM digest_key WHERE tenant_id = '%s' FOR UPDATE".formatted(TENANT));
            for (int thread = 0; thread < WebhookInbox.THREADS; thread++) {
                String id = "held-" + thread;
                callers.execute(() -> {
                    while (!callers.isShutdown()) {
                        post(id, body);
                    }
                });
            }
            await("in all threads")
                    .until(() -> database.count(
                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%digest_key%'")
                            == WebhookInbox.THREADS);

            assertThat(call(other, Signed.header(SECRET, body), "free", body).statusCode())
                    .isEqualTo(200);
        }
    }

    private void putPausedTenant(String name) {
        WrittenSecret.put(
                vault,
                name,
                Map.of(
                        "harvest_client_id",
                        name + "-client",
                        "harvest_client_secret",
                        "x",
                        "mode",
                        "paused",
                        "webhook_secret",
                        SECRET));
    }

    private long events() {
        return database.count("SELECT count(*) FROM webhook_event");
    }

    private static String application(long id) {
        return """
                {"action":"new_candidate_application","payload":{"application":{"id":%d,"prospect":false,
                 "candidate":{"id":%d,"first_name":"%s"}}}}""".formatted(id, 1_000 + id, ADA);
    }

    private static int ping(String tenant) {
        String body = "{\"action\":\"ping\"}";
        return call(tenant, Signed.header(SECRET, body), "1", body).statusCode();
    }

    /** Uses up the tenant's quota with calls that never end. */
    private void fill(String tenant) {
        for (int call = 0; call < Guarded.AT_ONCE / WebhookRoute.SHARES; call++) {
            connect().trySend(head(tenant, 1_000) + "{");
        }
    }

    private static Response post(String eventId, String body) {
        return call(TENANT, Signed.header(SECRET, body), eventId, body);
    }

    private static Response call(String tenant, String signature, String eventId, String body) {
        return given().header("Signature", signature)
                .header("Greenhouse-Event-ID", eventId)
                .contentType(ContentType.JSON)
                .body(body)
                .post("/webhooks/greenhouse/{tenant}", tenant);
    }

    private static String head(int length) {
        return head(TENANT, length);
    }

    private static String head(String tenant, int length) {
        return "POST /webhooks/greenhouse/%s HTTP/1.1\r\nHost: rocketmat\r\nContent-Type: application/json\r\nSignature: %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(tenant, Signed.header(SECRET, ""), length);
    }

    private RawCall connect() {
        RawCall caller = RawCall.open();
        callers.add(caller);
        return caller;
    }
}
