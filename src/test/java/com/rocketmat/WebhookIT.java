package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.greenhouse.Hook;
import com.rocketmat.sandbox.greenhouse.Webhook;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What Greenhouse's webhooks lead to, long before the schedule would. */
@Execution(ExecutionMode.CONCURRENT)
class WebhookIT {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int APPLICANTS = 40;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("hooked").with(3);

    private static SandboxStack stack;
    private static ApplicationProcess application;

    @BeforeAll
    static void start() {
        stack = SandboxStack.start(Path.of("target"), List.of(CUSTOMER.organisation()));
        application = stack.startApplication(Map.of());
        Operator operator = stack.operator(application);
        CUSTOMER.join(stack, operator, Map.of("schedule", "24h", "webhook_secret", SECRET));
        await().atMost(Duration.ofSeconds(60)).until(CUSTOMER::allRight);
    }

    @AfterAll
    static void stop() {
        application.close();
        stack.close();
    }

    @Test
    void newApplicationsAreScoredWithinTenSecondsAndErasedPeopleLeaveNothing() throws SQLException {
        URI address = application.url().resolve("/webhooks/greenhouse/" + CUSTOMER.name());
        for (String event : Webhook.EVENTS) {
            Hook hook = CUSTOMER.organisation().addWebhook(Webhook.on(event, address, SECRET));
            assertThat(hook.enabled()).as(event).isTrue();
        }

        List<Long> took = new ArrayList<>();
        for (int applicant = 0; applicant < APPLICANTS; applicant++) {
            long began = System.nanoTime();
            long id = CUSTOMER.apply(applicant * 0.5);
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> CUSTOMER.score(id) != null);
            took.add(Duration.ofNanos(System.nanoTime() - began).toMillis());
        }
        assertThat(CUSTOMER.allRight()).isTrue();
        took.sort(null);
        assertThat(took.get(APPLICANTS * 95 / 100)).as("p95 of " + took).isLessThan(10_000);

        int calls = stack.greenhouse().calls().all().size();
        await("our own writes came back")
                .until(() -> waiting() == 0
                        && stack.greenhouse().webhooks().waiting().isEmpty());
        assertThat(stack.greenhouse().calls().all().size() - calls)
                .as("and caused nothing")
                .isLessThan(3);

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

    private static long waiting() throws SQLException {
        return stack.database().count("SELECT count(*) FROM webhook_event WHERE done_at IS NULL");
    }

    private static long scores() throws SQLException {
        return stack.database().count("SELECT count(*) FROM score");
    }
}
