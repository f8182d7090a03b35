package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Hook;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Greenhouse's webhooks lead to, long before the schedule would. */
class WebhookIT {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int APPLICANTS = 3;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("hooked").with(3);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static ApplicationProcess application;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(CUSTOMER.organisation()));
        stack = shared.stack();
        application = shared.application();
        CUSTOMER.join(stack, shared.operator(), Map.of("schedule", "24h", "webhook_secret", SECRET));
        await().atMost(Duration.ofSeconds(60)).until(CUSTOMER::allRight);
    }

    @Test
    void newApplicationsAreScoredLongBeforeTheSchedule() {
        for (String event : Webhook.EVENTS) {
            Hook hook = CUSTOMER.organisation().addWebhook(Webhook.on(event, address(), SECRET));
            assertThat(hook.enabled()).as(event).isTrue();
        }

        applyOneAfterAnother();
        assertThat(CUSTOMER.allRight()).isTrue();

        // a score shows before Greenhouse tells of it
        await("our own writes came back").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(stack.greenhouse().webhooks().waiting()).isEmpty();
            assertThat(stack.greenhouse().webhooks().delivered())
                    .filteredOn(delivery -> delivery.action().equals("application_updated"))
                    .hasSizeGreaterThanOrEqualTo(APPLICANTS);
        });
        assertThat(stack.database()
                        .count(
                                "SELECT count(*) FROM webhook_event WHERE tenant_id = '%s' AND action = 'application_updated'"
                                        .formatted(CUSTOMER.name())))
                .as("and asked for nothing")
                .isZero();
    }

    private static URI address() {
        return application.url().resolve("/webhooks/greenhouse/" + CUSTOMER.name());
    }

    /** Each is scored, though the schedule is a day; how fast is measured in the benchmark {@code webhook-lag}. */
    private static void applyOneAfterAnother() {
        for (int applicant = 0; applicant < APPLICANTS; applicant++) {
            long id = CUSTOMER.apply(applicant * 0.5);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> CUSTOMER.score(id) != null);
        }
    }
}
