package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.organisation.Hook;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.stack.SharedStack;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebhookIT {

    private static final String SECRET = "webhook-secret";
    private static final int APPLICANTS = 3;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("hooked").with(3);

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(CUSTOMER.organisation()));
        stack = shared.stack();
        CUSTOMER.join(stack, shared.operator(), Map.of("schedule", "24h", "webhook_secret", SECRET));
        await().atMost(Duration.ofSeconds(60)).until(CUSTOMER::allRight);
    }

    @Test
    void webhooksLeadToScoresLongBeforeTheSchedule() {
        URI address = shared.application().url().resolve("/webhooks/greenhouse/" + CUSTOMER.name());
        for (String event : Webhook.EVENTS) {
            Hook hook = CUSTOMER.organisation().addWebhook(Webhook.on(event, address, SECRET));
            assertThat(hook.enabled()).as(event).isTrue();
        }

        for (int applicant = 0; applicant < APPLICANTS; applicant++) {
            long id = CUSTOMER.apply(applicant * 0.5);
            await().atMost(Duration.ofMinutes(2)).until(() -> CUSTOMER.score(id) != null);
        }
        assertThat(CUSTOMER.allRight()).isTrue();

        await("events of our own writes").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(stack.greenhouse().webhooks().waiting()).isEmpty();
            assertThat(stack.greenhouse().webhooks().delivered())
                    .filteredOn(delivery -> delivery.action().equals("application_updated"))
                    .hasSizeGreaterThanOrEqualTo(APPLICANTS);
        });
        assertThat(stack.database()
                        .count(
                                "SELECT count(*) FROM webhook_event WHERE tenant_id = '%s' AND action = 'application_updated'"
                                        .formatted(CUSTOMER.name())))
                .as("they are ignored")
                .isZero();
    }
}
