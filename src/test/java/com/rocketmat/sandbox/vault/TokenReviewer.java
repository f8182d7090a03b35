package com.rocketmat.sandbox.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * The part of a Kubernetes API server that Vault's Kubernetes authentication uses: whether a token belongs to a service account
 * (TokenReview of authentication.k8s.io/v1). It knows one token, which it created itself.
 */
public final class TokenReviewer implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/apis/authentication.k8s.io/v1/tokenreviews";

    private final HttpServer server;
    private final String uid = UUID.randomUUID().toString();
    private final String user;
    private final String token;

    private TokenReviewer(HttpServer server, String namespace, String account) {
        this.server = server;
        user = "system:serviceaccount:%s:%s".formatted(namespace, account);
        token = token(namespace, account);
    }

    public static TokenReviewer start(String namespace, String account) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            TokenReviewer reviewer = new TokenReviewer(server, namespace, account);
            server.createContext(PATH, reviewer::review);
            server.start();
            return reviewer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What Kubernetes would mount into the pod. */
    public String token() {
        return token;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void review(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode asked = JSON.readTree(exchange.getRequestBody());
            boolean known = token.equals(asked.at("/spec/token").asText());
            ObjectNode answer = JSON.createObjectNode()
                    .put("apiVersion", "authentication.k8s.io/v1")
                    .put("kind", "TokenReview");
            ObjectNode status = answer.putObject("status").put("authenticated", known);
            if (known) {
                ObjectNode who = status.putObject("user").put("username", user).put("uid", uid);
                who.putArray("groups").add("system:serviceaccounts").add("system:authenticated");
            }
            byte[] body = JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** Only this server would check the signature. */
    private String token(String namespace, String account) {
        Instant now = Instant.now();
        ObjectNode claims = JSON.createObjectNode()
                .put("iss", "https://kubernetes.default.svc.cluster.local")
                .put("sub", user)
                .put("iat", now.getEpochSecond())
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
        ObjectNode about = claims.putObject("kubernetes.io").put("namespace", namespace);
        about.putObject("serviceaccount").put("name", account).put("uid", uid);
        ObjectNode header = JSON.createObjectNode().put("alg", "RS256").put("kid", "sandbox");
        return encoded(header.toString()) + "." + encoded(claims.toString()) + "." + encoded("signed");
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
