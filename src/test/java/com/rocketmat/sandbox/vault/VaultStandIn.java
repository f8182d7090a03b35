package com.rocketmat.sandbox.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of Vault's HTTP API that the service uses, for machines without a server, and for a Vault that becomes unavailable and
 * returns.
 */
public final class VaultStandIn implements SandboxVault {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATA = "secret/data/";
    private static final String METADATA = "secret/metadata/";
    private static final String DETAILED = "secret/detailed-metadata/";
    private static final String TRANSIT = "transit/";
    /** What deploy/k8s/vault/rocketmat.hcl and Vault's default policy allow the service. */
    private static final Pattern OF_THE_SERVICE =
            Pattern.compile("GET secret/data/rocketmat/.+|(GET|LIST) secret/metadata/rocketmat/.*"
                    + "|LIST secret/detailed-metadata/rocketmat/.*"
                    + "|(POST|PUT) transit/(datakey/wrapped|decrypt|rewrap)/rocketmat"
                    + "|(POST|PUT) transit/sign/rocketmat-signing"
                    + "|GET auth/token/lookup-self|(POST|PUT) auth/token/renew-self");

    private static final Pattern VERSION = Pattern.compile("version=(\\d+)");

    private static final long DAY_SECONDS = 86_400;

    private record Reply(int status, JsonNode body) {}

    private static final Reply NO_CONTENT = new Reply(204, JSON.nullNode());

    private final StandInSecrets secrets = new StandInSecrets();
    private final StandInTransit transit = new StandInTransit();
    private final String root = UUID.randomUUID().toString();
    private final String token = UUID.randomUUID().toString();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final AtomicInteger signatures = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean away;
    private volatile boolean plain;

    private VaultStandIn(HttpServer server) {
        this.server = server;
    }

    public static VaultStandIn start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            VaultStandIn vault = new VaultStandIn(server);
            server.setExecutor(vault.executor);
            server.createContext("/v1/", vault::handle);
            server.start();
            vault.makeTransitKeys();
            return vault;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sealed, as Vault is after a restart: everything is answered with 503 until it is unsealed. */
    public void setAway(boolean away) {
        this.away = away;
    }

    /** Refuses to sign, after so many signatures. */
    public void setSignatures(int signatures) {
        this.signatures.set(signatures);
    }

    /** Like HashiCorp's Vault, whose lists contain only names. */
    public void setPlain(boolean plain) {
        this.plain = plain;
    }

    /** The data keys that were given out, in Base64. */
    public Set<String> dataKeys() {
        return transit.unwrapped();
    }

    @Override
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public String token() {
        return token;
    }

    @Override
    public VaultCalls administrator() {
        return new VaultCalls(address(), root);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            JsonNode request = JSON.readTree(body.readAllBytes());
            Reply reply = reply(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath().substring("/v1/".length()),
                    Objects.toString(exchange.getRequestHeaders().getFirst("X-Vault-Token"), ""),
                    version(exchange),
                    request);
            send(exchange, reply);
        }
    }

    private static OptionalInt version(HttpExchange exchange) {
        Matcher version =
                VERSION.matcher(Objects.toString(exchange.getRequestURI().getQuery(), ""));
        return version.matches() ? OptionalInt.of(Integer.parseInt(version.group(1))) : OptionalInt.empty();
    }

    private Reply reply(String method, String path, String caller, OptionalInt version, JsonNode request) {
        if (away) {
            return errors(503, "Vault is sealed");
        }
        // for lists Vault uses the policy for the path with a slash
        String asked = method + " " + (method.equals("LIST") && !path.endsWith("/") ? path + "/" : path);
        if (!caller.equals(root)
                && !(caller.equals(token) && OF_THE_SERVICE.matcher(asked).matches())) {
            return errors(403, "permission denied");
        }
        if (path.startsWith(DATA)) {
            return data(method, path.substring(DATA.length()), version, request);
        }
        if (path.startsWith(DETAILED) && method.equals("LIST")) {
            return plain ? unknownToTheEngine() : list(path.substring(DETAILED.length()), true);
        }
        if (path.startsWith("secret/") && path.split("/", 3)[1].matches("destroy|undelete")) {
            return change(path.split("/", 3)[1], path.split("/", 3)[2]);
        }
        if (path.startsWith(METADATA)) {
            return metadata(method, path.substring(METADATA.length()));
        }
        if (path.startsWith(TRANSIT)) {
            return transit(method, path.substring(TRANSIT.length()), request);
        }
        return path.startsWith("auth/token/") ? token(path, caller) : errors(404);
    }

    private Reply transit(String method, String path, JsonNode request) {
        if (method.equals("GET")) {
            JsonNode shown = transit.shown(path.substring("keys/".length()));
            return shown == null ? errors(404) : new Reply(200, lease().set("data", shown));
        }
        if (path.startsWith("sign/") && signatures.getAndDecrement() <= 0) {
            return errors(503, "Vault is sealed");
        }
        StandInTransit.Reply reply = transit.post(path, request);
        return reply.error() == null ? new Reply(200, lease().set("data", reply.data())) : errors(400, reply.error());
    }

    private Reply data(String method, String path, OptionalInt version, JsonNode request) {
        return switch (method) {
            case "GET" -> read(path, version);
            case "POST", "PUT" -> write(path, request.path("data"));
            case "DELETE" -> {
                secrets.deleteLatest(path);
                yield NO_CONTENT;
            }
            default -> errors(405);
        };
    }

    private Reply read(String path, OptionalInt version) {
        Optional<JsonNode> found = secrets.read(path, version);
        boolean readable = found.filter(f -> !f.path("data").isNull()).isPresent();
        return found.map(f -> new Reply(readable ? 200 : 404, lease().set("data", f)))
                .orElseGet(() -> errors(404));
    }

    private Reply write(String path, JsonNode data) {
        return data.isObject()
                ? new Reply(200, lease().set("data", secrets.put(path, data)))
                : errors(400, "no data provided");
    }

    private Reply metadata(String method, String path) {
        return switch (method) {
            case "LIST" -> list(path, false);
            case "DELETE" -> {
                secrets.delete(path);
                yield NO_CONTENT;
            }
            default -> errors(405);
        };
    }

    private Reply list(String path, boolean detailed) {
        List<String> names = secrets.list(path);
        ObjectNode found = JSON.createObjectNode();
        found.set("keys", JSON.valueToTree(names));
        if (detailed) {
            found.set("key_info", secrets.keyInfo(path, names));
        }
        return names.isEmpty() ? errors(404) : new Reply(200, lease().set("data", found));
    }

    /** An unknown path within the engine is not an error: 404 with a warning. */
    private static Reply unknownToTheEngine() {
        ObjectNode answer = lease();
        answer.putArray("warnings").add("Invalid path for a versioned K/V secrets engine.");
        return new Reply(404, answer);
    }

    /** Deletes the latest version, regardless of the named versions. */
    private Reply change(String what, String path) {
        if (what.equals("destroy")) {
            secrets.destroyLatest(path);
        } else {
            secrets.undeleteLatest(path);
        }
        return NO_CONTENT;
    }

    private Reply token(String path, String caller) {
        ObjectNode answer = lease();
        switch (path) {
            case "auth/token/lookup-self" ->
                answer.putObject("data")
                        .put("id", caller)
                        .put("type", "service")
                        .put("renewable", true)
                        .put("creation_ttl", DAY_SECONDS)
                        .put("ttl", DAY_SECONDS)
                        .putArray("policies")
                        .add("default")
                        .add("rocketmat");
            case "auth/token/renew-self" ->
                answer.putObject("auth")
                        .put("client_token", caller)
                        .put("token_type", "service")
                        .put("renewable", true)
                        .put("lease_duration", DAY_SECONDS)
                        .putArray("policies")
                        .add("default")
                        .add("rocketmat");
            default -> {
                return errors(404);
            }
        }
        return new Reply(200, answer);
    }

    private static ObjectNode lease() {
        return JSON.createObjectNode()
                .put("request_id", UUID.randomUUID().toString())
                .put("lease_id", "")
                .put("renewable", false)
                .put("lease_duration", 0)
                .putNull("data")
                .putNull("auth");
    }

    private static Reply errors(int status, String... messages) {
        return new Reply(status, JSON.createObjectNode().set("errors", JSON.valueToTree(messages)));
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        if (reply.body().isNull()) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        byte[] bytes = JSON.writeValueAsBytes(reply.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }
}
