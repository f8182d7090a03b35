package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.greenhouse.Hook;
import com.rocketmat.sandbox.greenhouse.Webhook;
import com.rocketmat.webhook.Signed;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What Greenhouse's webhooks lead to, long before the schedule would. */
@Execution(ExecutionMode.CONCURRENT)
// runs beside other classes, but one method after another
@ResourceLock("WebhookIT")
class WebhookIT {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int APPLICANTS = 40;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("hooked").with(3);

    private static final PointsCustomer FLOODED =
            PointsCustomer.named("flooded").with(1);
    private static final PointsCustomer NEIGHBOUR =
            PointsCustomer.named("neighbour").with(3);
    private static final int FLOOD_PER_SECOND = 200;
    private static final int NEIGHBOURS_APPLICANTS = 10;

    private static SandboxStack stack;
    private static ApplicationProcess application;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(
                Path.of("target"), List.of(CUSTOMER.organisation(), FLOODED.organisation(), NEIGHBOUR.organisation()));
        application = stack.startApplication(Map.of());
        Operator operator = stack.operator(application);
        for (PointsCustomer customer : List.of(CUSTOMER, FLOODED, NEIGHBOUR)) {
            customer.join(stack, operator, Map.of("schedule", "24h", "webhook_secret", SECRET));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> CUSTOMER.allRight() && NEIGHBOUR.allRight());
    }

    @AfterAll
    static void stop() {
        application.close();
        stack.close();
    }

    @Test
    void newApplicationsAreScoredWithinTenSecondsAndErasedPeopleLeaveNothing() throws SQLException {
        for (String event : Webhook.EVENTS) {
            Hook hook = CUSTOMER.organisation().addWebhook(Webhook.on(event, address(CUSTOMER), SECRET));
            assertThat(hook.enabled()).as(event).isTrue();
        }

        assertThat(secondsToScores(CUSTOMER, APPLICANTS)).isLessThan(10);
        assertThat(CUSTOMER.allRight()).isTrue();

        int calls = calls();
        await("our own writes came back")
                .until(() -> waiting() == 0
                        && stack.greenhouse().webhooks().waiting().isEmpty());
        assertThat(calls() - calls).as("and caused nothing").isLessThan(3);

        long candidate = CUSTOMER.organisation()
                .application(CUSTOMER.ids().getFirst())
                .path("candidate_id")
                .longValue();
        CUSTOMER.organisation().anonymise(candidate, Set.of("full_name"));
        await().atMost(Duration.ofSeconds(60)).until(() -> scores() == 0);
        assertThat(
                        stack.database()
                                .count(
                                        "SELECT count(*) FROM webhook_event WHERE candidate_id IS NOT NULL OR application_ids IS NOT NULL"))
                .isZero();
    }

    /** Half of the events lead to a reading, the others to an erasure, of applications that do not exist. */
    @Test
    void aFloodOfOneTenantDoesNotDelayAnother() throws Exception {
        NEIGHBOUR.organisation().addWebhook(Webhook.on("new_candidate_application", address(NEIGHBOUR), SECRET));
        Set<Integer> answers = ConcurrentHashMap.newKeySet();
        AtomicLong events = new AtomicLong();
        try (HttpClient client = HttpClient.newHttpClient();
                ScheduledExecutorService flood = Executors.newSingleThreadScheduledExecutor()) {
            var _ = flood.scheduleAtFixedRate(
                    () -> {
                        var _ = client.sendAsync(
                                        event(events.incrementAndGet()), HttpResponse.BodyHandlers.discarding())
                                .thenAccept(answer -> answers.add(answer.statusCode()));
                    },
                    0,
                    1_000_000 / FLOOD_PER_SECOND,
                    TimeUnit.MICROSECONDS);

            assertThat(secondsToScores(NEIGHBOUR, NEIGHBOURS_APPLICANTS)).isLessThan(10);
            flood.shutdownNow();
        }
        assertThat(NEIGHBOUR.allRight()).isTrue();
        assertThat(events.get()).as("a flood").isGreaterThan(FLOOD_PER_SECOND);
        assertThat(answers).contains(200).isSubsetOf(200, 503);
    }

    private static HttpRequest event(long number) {
        String action = number % 2 == 0 ? "new_candidate_application" : "delete_application";
        String body = """
                {"action": "%s", "payload": {"application": {"id": %d, "prospect": false}}}""".formatted(action, 9_000_000_000L + number);
        return HttpRequest.newBuilder(address(FLOODED))
                .header("Signature", Signed.header(SECRET, body))
                .header("Greenhouse-Event-ID", "flood-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static URI address(PointsCustomer customer) {
        return application.url().resolve("/webhooks/greenhouse/" + customer.name());
    }

    /** At the 95th percentile, of applications one after another. */
    private static double secondsToScores(PointsCustomer customer, int applicants) {
        List<Long> took = new ArrayList<>();
        for (int applicant = 0; applicant < applicants; applicant++) {
            long began = System.nanoTime();
            long id = customer.apply(applicant * 0.5);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> customer.score(id) != null);
            took.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
        took.sort(null);
        System.out.println(customer.name() + ": milliseconds from application to score " + took);
        return took.get(applicants * 95 / 100) / 1_000.0;
    }

    private static int calls() {
        return (int) stack.greenhouse().calls().all().stream()
                .filter(call -> CUSTOMER.name().equals(call.organisation()))
                .count();
    }

    private static long waiting() throws SQLException {
        return stack.database()
                .count("SELECT count(*) FROM webhook_event WHERE done_at IS NULL AND tenant_id = '%s'"
                        .formatted(CUSTOMER.name()));
    }

    private static long scores() throws SQLException {
        return stack.database().count("SELECT count(*) FROM score WHERE tenant_id = '%s'".formatted(CUSTOMER.name()));
    }
}
