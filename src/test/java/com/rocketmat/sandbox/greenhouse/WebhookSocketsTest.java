package com.rocketmat.sandbox.greenhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookSocketsTest {
    private final Sandbox sandbox = new Sandbox();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> signatures = new CopyOnWriteArrayList<>();
    private final CountDownLatch released = new CountDownLatch(1);
    private HttpServer server;
    private volatile int status = 200;
    private volatile boolean hangs;

    @BeforeEach
    void aServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            signatures.add(exchange.getRequestHeaders().getFirst("Signature"));
            if (hangs) {
                hold();
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        released.countDown();
        sandbox.close();
        server.stop(0);
        threads.close();
    }

    @Test
    void eventsGoOutByThemselves() {
        listen();
        sandbox.acme.addJob("Analyst");
        sandbox.acme.addJob("Baker");
        await().until(() -> webhooks().delivered().size() == 2);
        assertThat(signatures).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void aRetryGoesOutWhenTheClockSaysSo() {
        listen();
        status = 500;
        sandbox.acme.addJob("Analyst");
        await().until(() -> webhooks().all().getFirst().attempts().size() == 1);
        status = 200;
        assertThat(webhooks().waiting()).hasSize(1);
        sandbox.clock.forward(Duration.ofMinutes(1));
        await().until(() -> webhooks().delivered().size() == 1);
    }

    @Test
    void aReceiverThatTakesTooLongHasFailed() {
        listen();
        sandbox.simulator.switches().webhooks.timeout = Duration.ofMillis(100);
        hangs = true;
        sandbox.acme.addJob("Analyst");
        await().until(() -> webhooks().all().getFirst().attempts().size() == 1);
        assertThat(webhooks().all().getFirst().attempts().getFirst().status()).isZero();
    }

    @Test
    void aReceiverThatIsNotThereDisablesTheWebhook() {
        server.stop(0);
        assertThat(listen().enabled()).isFalse();
    }

    @Test
    void aTestMayKeepThemBack() {
        listen();
        sandbox.simulator.switches().webhooks.automatic = false;
        sandbox.acme.addJob("Analyst");
        assertThat(webhooks().waiting()).hasSize(1);
        webhooks().sendDue();
        assertThat(webhooks().delivered()).hasSize(1);
    }

    private Hook listen() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
        return sandbox.acme.addWebhook(Webhook.on("job_created", url, "secret"));
    }

    private Webhooks webhooks() {
        return sandbox.simulator.webhooks();
    }

    private void hold() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
