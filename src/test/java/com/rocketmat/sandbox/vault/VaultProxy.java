package com.rocketmat.sandbox.vault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A proxy in front of a Vault that records calls, and answers in its place if told to. */
public final class VaultProxy implements AutoCloseable {

    private static final Set<String> OWN = Set.of("host", "content-length", "connection", "upgrade", "http2-settings");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final URI vault;
    private final HttpServer server;
    private volatile Optional<Trouble> trouble = Optional.empty();

    private VaultProxy(URI vault, HttpServer server) {
        this.vault = vault;
        this.server = server;
    }

    private record Trouble(Predicate<String> asked, Duration delay, int status, String body) {}

    public static VaultProxy before(URI vault) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            VaultProxy proxy = new VaultProxy(vault, server);
            server.setExecutor(proxy.executor);
            server.createContext("/", proxy::handle);
            server.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method and path below {@code /v1/} of each call since the last {@link #forget}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    public void forget() {
        calls.clear();
    }

    /** Answers like this, as Vault does when it is sealed (503), or a gateway in front of it. */
    public void answer(Predicate<String> asked, int status, String body) {
        trouble = Optional.of(new Trouble(asked, Duration.ZERO, status, body));
    }

    /** Delays each call before it is passed on. */
    public void delay(Predicate<String> asked, Duration delay) {
        trouble = Optional.of(new Trouble(asked, delay, 0, ""));
    }

    public void heal() {
        trouble = Optional.empty();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        executor.close();
        http.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " "
                    + exchange.getRequestURI().getPath().replaceFirst("^/v1/", "");
            calls.add(call);
            Optional<Trouble> now = trouble.filter(t -> t.asked().test(call));
            if (now.isPresent()) {
                // ends early if the test does
                closing.await(now.get().delay().toMillis(), TimeUnit.MILLISECONDS);
            }
            if (now.filter(t -> t.status() > 0).isPresent()) {
                send(exchange, now.get().status(), now.get().body().getBytes(StandardCharsets.UTF_8));
                return;
            }
            HttpResponse<byte[]> answer = http.send(request(exchange), BodyHandlers.ofByteArray());
            send(exchange, answer.statusCode(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private HttpRequest request(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        vault.resolve(exchange.getRequestURI().toString()))
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        return request.build();
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
    }
}
