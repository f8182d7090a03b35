package com.rocketmat.webhook;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Webhooks at a constant rate until closed: half request a read, half an erasure, of applications that do not exist. */
public final class WebhookFlood implements AutoCloseable {

    private static final int PER_SECOND = 200;

    private static final long FIRST_ID = 9_000_000_000L;
    /** Greenhouse does not wait longer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final URI webhooks;
    private final String secret;
    private final HttpClient http =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    /** On a busy machine the rate falls before memory is full of calls. */
    private final Semaphore unanswered = new Semaphore(PER_SECOND);

    private final AtomicLong events = new AtomicLong();

    private WebhookFlood(URI webhooks, String secret) {
        this.webhooks = webhooks;
        this.secret = secret;
    }

    public static WebhookFlood of(URI webhooks, String secret) {
        WebhookFlood flood = new WebhookFlood(webhooks, secret);
        var _ = flood.clock.scheduleAtFixedRate(
                flood::send, 0, TimeUnit.SECONDS.toMicros(1) / PER_SECOND, TimeUnit.MICROSECONDS);
        return flood;
    }

    private void send() {
        if (unanswered.tryAcquire()) {
            var _ = http.sendAsync(event(events.incrementAndGet()), BodyHandlers.discarding())
                    .whenComplete((_, _) -> unanswered.release());
        }
    }

    private HttpRequest event(long number) {
        String action = number % 2 == 0 ? "new_candidate_application" : "delete_application";
        String body = """
                {"action": "%s", "payload": {"application": {"id": %d, "prospect": false}}}""".formatted(action, FIRST_ID + number);
        return HttpRequest.newBuilder(webhooks)
                .timeout(TIMEOUT)
                .header("Signature", Signed.header(secret, body))
                .header("Greenhouse-Event-ID", "flood-" + number)
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
