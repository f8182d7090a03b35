package com.rocketmat.sandbox.greenhouse.webhook;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs a webhook's payload, and posts it. */
final class WebhookPost implements AutoCloseable {
    /** In real time. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private volatile Receiver receiver = this::overHttp;
    private HttpClient client;

    void receiver(Receiver other) {
        receiver = other;
    }

    /** The status of the answer, 0 if there is none. */
    int send(Delivery delivery, UUID eventId) {
        Webhook webhook = delivery.webhook();
        byte[] body = delivery.body().getBytes(StandardCharsets.US_ASCII);
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/json",
                "Signature",
                "sha256 " + hmac(webhook.secret(), body),
                "Greenhouse-Event-ID",
                eventId.toString());
        try {
            return receiver.receive(webhook.url(), headers, body);
        } catch (IOException _) {
            return 0;
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdownNow();
        }
    }

    private int overHttp(URI url, Map<String, String> headers, byte[] body) throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url).timeout(TIMEOUT).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        try {
            return client().send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private synchronized HttpClient client() {
        if (client == null) {
            client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        }
        return client;
    }

    private static String hmac(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
