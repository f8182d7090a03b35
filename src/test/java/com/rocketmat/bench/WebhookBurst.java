package com.rocketmat.bench;

import static org.awaitility.Awaitility.await;

import com.rocketmat.sandbox.customer.PointsCustomer;
import com.rocketmat.sandbox.process.ApplicationProcess;
import com.rocketmat.sandbox.stack.SandboxStack;
import com.rocketmat.sandbox.vault.VaultStandIn;
import com.rocketmat.webhook.Signed;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Two hundred webhooks a second for one tenant, which is at work meanwhile; each is signed, names another application and is stored. The
 * time is from when a call was to begin to its answer. The baseline is the same client's calls of an address that does nothing.
 */
final class WebhookBurst {

    private static final String SECRET = "the-key-of-the-webhooks";
    private static final int RATE = 200;
    private static final int SECONDS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FIRST_ID = 8_000_000_000L;
    private static final int OK = 200;

    private WebhookBurst() {}

    static List<Row> run(Path build, PrintStream out) {
        PointsCustomer customer = PointsCustomer.named("hooked").with(50);
        try (SandboxStack stack = SandboxStack.start(build, VaultStandIn.start(), List.of(customer.organisation()));
                ApplicationProcess application = stack.startApplication(Map.of());
                HttpClient http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            customer.join(stack, stack.operator(application), Map.of("schedule", "1h", "webhook_secret", SECRET));
            await().atMost(PATIENCE).until(customer::allRight);
            URI webhooks = application.url().resolve("/webhooks/greenhouse/hooked");
            URI nothing = application.managementUrl().resolve("/q/health/started");
            IntFunction<HttpRequest> event = number -> {
                String body = body(FIRST_ID + number);
                return HttpRequest.newBuilder(webhooks)
                        .header("Content-Type", "application/json")
                        .header("Signature", Signed.header(SECRET, body))
                        .header("Greenhouse-Event-ID", "event-" + number)
                        .POST(BodyPublishers.ofString(body))
                        .build();
            };
            IntFunction<HttpRequest> health =
                    _ -> HttpRequest.newBuilder(nothing).GET().build();
            // what is warm is measured
            p99(http, health, 0, 5);
            p99(http, event, 0, 5);
            double bare = p99(http, health, 0, SECONDS);
            double ours = p99(http, event, RATE * 5, SECONDS);
            await().atMost(PATIENCE)
                    .until(() ->
                            stack.database().count("SELECT count(*) FROM webhook_event WHERE done_at IS NULL") == 0);
            out.printf("p99 of %d a second: %.1f ms, of calls that do nothing %.1f ms%n", RATE, ours, bare);
            application.terminate();
            return List.of(Row.ofCost("webhooks", ours, "ms p99", bare));
        }
    }

    /** Of some kilobytes, as they come. */
    private static String body(long id) {
        return """
                {"action":"new_candidate_application","payload":{"application":{"id":%d,"prospect":false,"custom_fields":{"rocketmat":{"value":null}},
                 "candidate":{"id":%d,"first_name":"Zo\\u00eb","notes":"%s"}}}}""".formatted(id, id, "x".repeat(4_000));
    }

    /** In milliseconds. */
    private static double p99(HttpClient http, IntFunction<HttpRequest> request, int first, int seconds) {
        try (ScheduledExecutorService clock = Executors.newScheduledThreadPool(1)) {
            List<CompletableFuture<Double>> calls = IntStream.range(0, RATE * seconds)
                    .mapToObj(number -> call(http, request.apply(first + number), clock, number))
                    .toList();
            double[] took =
                    calls.stream().mapToDouble(CompletableFuture::join).sorted().toArray();
            return took[took.length * 99 / 100];
        }
    }

    private static CompletableFuture<Double> call(
            HttpClient http, HttpRequest request, ScheduledExecutorService clock, int number) {
        long delay = TimeUnit.SECONDS.toNanos(number) / RATE;
        long due = System.nanoTime() + delay;
        CompletableFuture<Double> took = new CompletableFuture<>();
        Runnable send = () -> {
            var _ = http.sendAsync(request, BodyHandlers.discarding()).whenComplete((answer, failure) -> {
                if (failure != null) {
                    took.completeExceptionally(failure);
                } else if (answer.statusCode() != OK) {
                    took.completeExceptionally(new IllegalStateException("answered " + answer.statusCode()));
                } else {
                    took.complete((System.nanoTime() - due) / 1e6);
                }
            });
        };
        var _ = clock.schedule(send, delay, TimeUnit.NANOSECONDS);
        return took;
    }
}
