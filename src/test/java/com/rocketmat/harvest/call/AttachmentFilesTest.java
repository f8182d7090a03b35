package com.rocketmat.harvest.call;

import static com.rocketmat.harvest.HarvestFixture.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.rocketmat.harvest.FileAway;
import com.rocketmat.harvest.HarvestException;
import com.rocketmat.harvest.HarvestFailure.Unavailable;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentFilesTest {

    private static final OwnAddress OWN = own("http://127.0.0.1");
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final ConcurrentLinkedQueue<Map<String, List<String>>> requests = new ConcurrentLinkedQueue<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    /** So that it is not too late for a busy machine. */
    private final AttachmentFiles files = new AttachmentFiles(metrics, Duration.ofMinutes(1));

    private final AttachmentFiles impatient = new AttachmentFiles(metrics, SHORT);
    private HttpServer server;

    private interface Answer {
        void to(HttpExchange request) throws IOException, InterruptedException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        files.close();
        impatient.close();
    }

    @Test
    void aFileIsFetchedWithoutCredentialsOrCookies() {
        on("/cv", request -> {
            request.getResponseHeaders().add("Set-Cookie", "s=1");
            body(request, 200, "text");
        });

        assertThat(fetch("/cv?X-Amz-Signature=abc")).contains("text");
        assertThat(fetch("/cv?X-Amz-Signature=abc")).contains("text");

        assertThat(requests)
                .hasSize(2)
                .allSatisfy(headers -> assertThat(headers.keySet())
                        .doesNotContain("Authorization", "Cookie", "On-behalf-of", "Traceparent"));
        assertThat(count("ok")).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 404, 410})
    void anExpiredOrDeletedFileIsEmpty(int status) {
        on("/gone", request -> body(request, status, "<Error/>"));

        assertThat(fetch("/gone")).isEmpty();
        assertThat(requests).hasSize(1);
        assertThat(count("status_4xx")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void anErrorOfTheStoreIsUnavailable(int status) {
        on("/away", request -> body(request, status, "<Error/>"));

        assertUnavailable("/away");
        assertThat(requests).hasSize(2);
    }

    @Test
    void anUnreachableStoreIsUnavailable() {
        int port = server.getAddress().getPort();
        server.stop(0);

        HarvestException refused = catchThrowableOfType(
                HarvestException.class, () -> files.fetch("http://127.0.0.1:" + port + "/cv?sig=SECRET", OWN));

        assertThat(refused.failure()).isInstanceOf(Unavailable.class);
        assertThat(refused.toString() + refused.getCause()).doesNotContain("SECRET");
    }

    @Test
    void aFileAboveTheLimitIsNotRead() {
        on("/large", request -> {
            request.sendResponseHeaders(200, AttachmentFiles.LARGEST + 1L);
            request.getResponseBody().write(new byte[10]);
            request.getResponseBody().flush();
            end.await();
        });
        on("/endless", request -> {
            request.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            while (end.getCount() > 0) {
                request.getResponseBody().write(block);
            }
        });

        assertThat(fetch("/large")).isEmpty();
        assertThat(fetch("/endless")).isEmpty();
        assertThat(count("too_large")).isEqualTo(2);
    }

    @Test
    void aTruncatedFileIsFetchedAgain() {
        on("/cv", request -> {
            if (requests.size() == 1) {
                truncate(request);
            } else {
                body(request, 200, "text");
            }
        });

        assertThat(fetch("/cv")).contains("text");
        assertThat(requests).hasSize(2);
        assertThat(count("ok")).isEqualTo(1);
    }

    @Test
    void aFileThatIsAlwaysTruncatedIsUnavailable() {
        on("/broken", AttachmentFilesTest::truncate);

        assertUnavailable("/broken");
        assertThat(requests).hasSize(2);
        assertThat(count("away")).isEqualTo(1);
    }

    @Test
    void aFileThatStallsTimesOutAndMayComeLater() {
        on("/drip", request -> {
            truncate(request);
            end.await();
        });
        long begun = System.nanoTime();

        assertThatThrownBy(() -> impatient.fetch(address("/drip"), OWN)).isInstanceOf(FileAway.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        assertThat(requests).hasSize(1);
        assertThat(count("away")).isEqualTo(1);
    }

    @Test
    void aFileThatFailsTooOftenInARowIsNoLongerRequested() {
        on("/cv", request -> body(request, request.getRequestURI().toString().contains("ok") ? 200 : 503, "text"));
        assertThat(failuresInARow("/cv?sig=1")).isEqualTo(1);
        assertThat(failuresInARow("/cv?sig=2")).isEqualTo(2);
        assertThat(fetch("/cv?ok")).contains("text");
        for (int time = 1; time <= FileAway.MOST; time++) {
            assertThat(failuresInARow("/cv")).isEqualTo(time);
        }
        requests.clear();

        assertThatThrownBy(() -> fetch("/cv"))
                .isInstanceOfSatisfying(
                        FileAway.class, away -> assertThat(away.givenUp()).isTrue());
        assertThat(requests).isEmpty();
    }

    @Test
    void aFewRedirectsAreFollowed() {
        on("/one", request -> redirect(request, "/two"));
        on("/two", request -> redirect(request, address("/cv")));
        on("/cv", request -> body(request, 200, "text"));
        on("/loop", request -> redirect(request, "/loop"));

        assertThat(fetch("/one")).contains("text");
        requests.clear();
        assertThat(fetch("/loop")).isEmpty();
        assertThat(requests).hasSize(4);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "file:///etc/passwd",
                "ftp://127.0.0.1/x",
                "http://user:pw@127.0.0.1/",
                "http:///x",
                "://",
                "jar:x"
            })
    void aRedirectWithoutAWebAddressIsNotFollowed(String location) {
        on("/out", request -> redirect(request, location));

        assertThat(fetch("/out")).isEmpty();
        assertThat(requests).hasSize(1);
    }

    @Test
    void withAnHttpsHarvestUrlNothingIsFetchedOverHttp() {
        on("/cv", request -> body(request, 200, "text"));

        assertThat(files.fetch(address("/cv"), own("https://127.0.0.1"))).isEmpty();
        assertThat(requests).isEmpty();
        assertThat(count("address_refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "cv.pdf",
                "/cv",
                "file:///etc/passwd",
                "http://a b/",
                "mailto:a@b",
                "http://127.0.0.1:65536/cv"
            })
    void anInvalidAddressIsRejected(String url) {
        assertThat(files.fetch(url, OWN)).isEmpty();
        assertThat(count("address_refused")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1"})
    @Tag("finding-C")
    void withAPublicHarvestUrlNothingIsFetchedFromAPrivateNetwork(String host) {
        on("/cv", request -> body(request, 200, "text"));
        String url = "http://%s:%d/cv".formatted(host, server.getAddress().getPort());

        assertThatThrownBy(() -> files.fetch(url, own("http://8.8.8.8")))
                .as("not a missing file, which would be scored without its text")
                .isInstanceOf(FileAway.class)
                .hasMessageContaining("their host is in a private network");
        assertThat(requests).isEmpty();
        assertThat(count("away")).isEqualTo(1);
    }

    @Test
    @Tag("finding-C")
    void theCheckedAddressIsCalledAndRedirectsAreCheckedToo() {
        on("/cv", request -> body(request, 200, "text"));
        on("/in", request -> redirect(request, "/cv"));
        Queue<String> answers = new ArrayDeque<>();
        String url = "http://files.example:%d".formatted(server.getAddress().getPort());
        try (AttachmentFiles resolving =
                new AttachmentFiles(metrics, Duration.ofSeconds(20), _ -> InetAddress.getAllByName(answers.remove()))) {
            // the file's host, and the tenant's Harvest
            answers.addAll(List.of("127.0.0.1", "127.0.0.1"));
            assertThat(resolving.fetch(url + "/cv", OWN)).isPresent();
            assertThat(requests)
                    .singleElement()
                    .satisfies(headers -> assertThat(headers.get("Host"))
                            .containsExactly(
                                    "files.example:" + server.getAddress().getPort()));

            requests.clear();
            // a file that is away is asked for twice
            answers.addAll(List.of("127.0.0.1", "127.0.0.1", "127.0.0.1", "8.8.8.8"));
            answers.addAll(List.of("127.0.0.1", "127.0.0.1", "127.0.0.1", "8.8.8.8"));
            assertThatThrownBy(() -> resolving.fetch(url + "/in", OWN)).isInstanceOf(FileAway.class);
            assertThat(requests).hasSize(2);
        }
        assertThat(answers).isEmpty();
    }

    private static OwnAddress own(String home) {
        return new OwnAddress(URI.create(home), "v3");
    }

    private Optional<String> fetch(String path) {
        return files.fetch(address(path), OWN).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private void assertUnavailable(String path) {
        assertThat(failure(() -> fetch(path))).isInstanceOf(Unavailable.class);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private void on(String path, Answer answer) {
        server.createContext(path, request -> {
            requests.add(Map.copyOf(request.getRequestHeaders()));
            try (request) {
                answer.to(request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private int failuresInARow(String path) {
        return catchThrowableOfType(FileAway.class, () -> fetch(path)).times();
    }

    private static void truncate(HttpExchange request) throws IOException {
        request.sendResponseHeaders(200, 100);
        request.getResponseBody().write(new byte[10]);
        request.getResponseBody().flush();
    }

    private static void redirect(HttpExchange request, String location) throws IOException {
        if (location != null) {
            request.getResponseHeaders().add("Location", location);
        }
        request.sendResponseHeaders(302, -1);
    }

    private static void body(HttpExchange request, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        request.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            request.getResponseBody().write(body);
        }
    }

    private double count(String outcome) {
        return metrics.counter(AttachmentFiles.FILES, "outcome", outcome).count();
    }
}
