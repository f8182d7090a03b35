package com.rocketmat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.ApplicationProcess;
import com.rocketmat.sandbox.Operator;
import com.rocketmat.sandbox.PointsCustomer;
import com.rocketmat.sandbox.SandboxStack;
import com.rocketmat.sandbox.SharedStack;
import com.rocketmat.sandbox.greenhouse.Hook;
import com.rocketmat.sandbox.greenhouse.Webhook;
import com.rocketmat.webhook.WebhookFlood;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What Greenhouse's webhooks lead to, long before the schedule would. */
class WebhookIT {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int APPLICANTS = 10;
    private static final PointsCustomer CUSTOMER =
            PointsCustomer.named("hooked").with(3);

    private static final PointsCustomer FLOODED =
            PointsCustomer.named("flooded").with(1);
    private static final PointsCustomer NEIGHBOUR =
            PointsCustomer.named("neighbour").with(3);
    private static final int NEIGHBOURS_APPLICANTS = 3;

    @AutoClose
    private static SharedStack shared;

    private static SandboxStack stack;
    private static ApplicationProcess application;

    @BeforeAll
    static void start() {
        shared = SharedStack.with(List.of(CUSTOMER.organisation(), FLOODED.organisation(), NEIGHBOUR.organisation()));
        stack = shared.stack();
        application = shared.application();
        Operator operator = shared.operator();
        for (PointsCustomer customer : List.of(CUSTOMER, FLOODED, NEIGHBOUR)) {
            customer.join(stack, operator, Map.of("schedule", "24h", "webhook_secret", SECRET));
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> CUSTOMER.allRight() && NEIGHBOUR.allRight());
    }

    @Test
    void newApplicationsAreScoredLongBeforeTheScheduleAndErasedPeopleLeaveNothing() {
        for (String event : Webhook.EVENTS) {
            Hook hook = CUSTOMER.organisation().addWebhook(Webhook.on(event, address(CUSTOMER), SECRET));
            assertThat(hook.enabled()).as(event).isTrue();
        }

        applyOneAfterAnother(CUSTOMER, APPLICANTS);
        assertThat(CUSTOMER.allRight()).isTrue();

        // a score shows before Greenhouse tells of it
        await("our own writes came back").atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
            assertThat(stack.greenhouse().webhooks().waiting()).isEmpty();
            assertThat(stack.greenhouse().webhooks().delivered())
                    .filteredOn(delivery -> delivery.action().equals("application_updated"))
                    .hasSizeGreaterThanOrEqualTo(APPLICANTS);
        });
        assertThat(events("action = 'application_updated'"))
                .as("and asked for nothing")
                .isZero();

        long candidate = CUSTOMER.organisation()
                .application(CUSTOMER.ids().getFirst())
                .path("candidate_id")
                .longValue();
        CUSTOMER.organisation().anonymise(candidate, Set.of("full_name"));
        await().atMost(Duration.ofSeconds(60)).until(() -> scores() == 0);
        String ids = "(candidate_id IS NOT NULL OR application_ids IS NOT NULL)";
        // a reading may have erased the scores before the event is worked on
        await("no ids in the customer's events").atMost(Duration.ofSeconds(60)).until(() -> events(ids) == 0);
        assertThat(stack.database().count("SELECT count(*) FROM webhook_event WHERE done_at IS NOT NULL AND " + ids))
                .as("ids in events that are done, the flood's too")
                .isZero();
    }

    @Test
    @Tag("nightly")
    void aFloodOfOneTenantDoesNotKeepAnotherWaiting() {
        NEIGHBOUR.organisation().addWebhook(Webhook.on("new_candidate_application", address(NEIGHBOUR), SECRET));
        try (WebhookFlood flood = WebhookFlood.of(address(FLOODED), SECRET)) {
            applyOneAfterAnother(NEIGHBOUR, NEIGHBOURS_APPLICANTS);

            assertThat(flood.events()).as("a flood").isGreaterThan(WebhookFlood.PER_SECOND);
            assertThat(flood.answers()).contains(200).isSubsetOf(200, 503);
        }
        assertThat(NEIGHBOUR.allRight()).isTrue();
    }

    private static URI address(PointsCustomer customer) {
        return application.url().resolve("/webhooks/greenhouse/" + customer.name());
    }

    /** Each is scored, though the schedule is a day; how fast is measured in the benchmark {@code webhook-lag}. */
    private static void applyOneAfterAnother(PointsCustomer customer, int applicants) {
        for (int applicant = 0; applicant < applicants; applicant++) {
            long id = customer.apply(applicant * 0.5);
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> customer.score(id) != null);
        }
    }

    /** Of the customer; those of the flood may take longer. */
    private static long events(String which) {
        return stack.database()
                .count("SELECT count(*) FROM webhook_event WHERE tenant_id = '%s' AND %s"
                        .formatted(CUSTOMER.name(), which));
    }

    private static long scores() {
        return stack.database().count("SELECT count(*) FROM score WHERE tenant_id = '%s'".formatted(CUSTOMER.name()));
    }
}
