package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.greenhouse.webhook.Webhook;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.webhook.WebhookFlood;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * From an application in Greenhouse to its score there, told by a webhook while the schedule is a day: with 200 webhooks a second for
 * another tenant, half of them erasing. The baseline is the same tenant alone.
 */
final class WebhookLag {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int APPLICANTS = 40;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private WebhookLag() {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer customer = PointsCustomer.named("hooked").with(3);
        PointsCustomer flooded = PointsCustomer.named("flooded").with(1);
        try (SandboxStack stack = SandboxStack.start(
                        build, VaultStandIn.start(), List.of(customer.organisation(), flooded.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of())) {
            Function<PointsCustomer, URI> address =
                    whose -> application.url().resolve("/webhooks/greenhouse/" + whose.name());
            for (PointsCustomer one : List.of(customer, flooded)) {
                one.join(stack, stack.operator(application), Map.of("schedule", "24h", "webhook_secret", SECRET));
            }
            await().atMost(PATIENCE).until(customer::allRight);
            customer.organisation()
                    .addWebhook(Webhook.on("new_candidate_application", address.apply(customer), SECRET));
            // what is warm is measured
            p95(customer, out);
            double alone = p95(customer, out);
            try (WebhookFlood _ = WebhookFlood.of(address.apply(flooded), SECRET)) {
                double beside = p95(customer, out);
                out.printf("p95 %.0f ms, alone %.0f ms%n", beside, alone);
                return List.of(Row.ofCost("webhook-lag", beside, "ms p95", alone));
            }
        }
    }

    /** In milliseconds, of applications one after another. */
    private static double p95(PointsCustomer customer, PrintStream out) {
        List<Long> took = IntStream.range(0, APPLICANTS)
                .mapToObj(applicant -> toScore(customer, applicant))
                .sorted()
                .toList();
        out.printf("milliseconds from application to score: %s%n", took);
        return took.get(APPLICANTS * 95 / 100 - 1);
    }

    private static long toScore(PointsCustomer customer, int applicant) {
        long began = System.nanoTime();
        long id = customer.apply(applicant * 0.5);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> customer.score(id) != null);
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }
}
