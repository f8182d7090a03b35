package com.rocketmat.sandbox.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rocketmat.sandbox.process.FreePort;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.QueryStringEncoder;
import io.smallrye.jwt.build.Jwt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.lang.JoseException;

/** An OpenID Connect provider: discovery, keys, introspection, and the code flow, in which {@link #signIn} names the person at the browser. */
public final class IdentityProvider implements AutoCloseable {

    public static final String AUDIENCE = "rocketmat";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "of-the-sandbox";

    private final HttpServer server;
    private final RsaJsonWebKey key = key();
    private final Map<String, Person> codes = new ConcurrentHashMap<>();
    private final Map<String, Map<String, ?>> opaque = new ConcurrentHashMap<>();
    private volatile Person present = new Person("absent", Map.of());

    private IdentityProvider(HttpServer server) {
        this.server = server;
    }

    public static IdentityProvider start() {
        return start(FreePort.find());
    }

    public static IdentityProvider start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            IdentityProvider provider = new IdentityProvider(server);
            server.createContext(
                    "/.well-known/openid-configuration",
                    call -> answer(
                            call,
                            Map.of(
                                    "issuer", provider.issuer(),
                                    "jwks_uri", provider.issuer() + "/keys",
                                    "authorization_endpoint", provider.issuer() + "/authorize",
                                    "token_endpoint", provider.issuer() + "/token",
                                    "introspection_endpoint", provider.issuer() + "/introspect")));
            server.createContext("/authorize", provider::authorise);
            server.createContext("/token", provider::redeem);
            server.createContext("/introspect", provider::introspect);
            server.createContext(
                    "/keys",
                    call -> answer(
                            call, Map.of("keys", List.of(provider.key.toParams(OutputControlLevel.PUBLIC_ONLY)))));
            server.start();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
    }

    /** An access token for this service, valid for a minute. */
    public String token(String name, Map<String, ?> claims) {
        return token(name, AUDIENCE, Duration.ofMinutes(1), claims);
    }

    public String token(String name, String audience, Duration life, Map<String, ?> claims) {
        return signed(key, name, audience, life, claims);
    }

    /** Its scopes are known from introspection only. */
    public String opaqueToken(String name, String scopes) {
        String token = UUID.randomUUID().toString();
        opaque.put(token, Map.of("active", true, "username", name, "scope", scopes, "aud", AUDIENCE));
        return token;
    }

    /** Signed with another key of the same name. */
    public String forgedToken(String name, Map<String, ?> claims) {
        return signed(key(), name, AUDIENCE, Duration.ofMinutes(1), claims);
    }

    public void signIn(String name, Map<String, ?> claims) {
        present = new Person(name, Map.copyOf(claims));
    }

    private record Person(String name, Map<String, ?> claims) {}

    /** Without asking for a password, redirects back with a code that is valid once. */
    private void authorise(HttpExchange call) throws IOException {
        var asked = new QueryStringDecoder(call.getRequestURI().toString()).parameters();
        String code = UUID.randomUUID().toString();
        codes.put(code, present);
        var back = new QueryStringEncoder(asked.get("redirect_uri").getFirst());
        back.addParam("code", code);
        back.addParam("state", asked.get("state").getFirst());
        call.getResponseHeaders().set("Location", back.toString());
        call.sendResponseHeaders(302, -1);
        call.close();
    }

    private void redeem(HttpExchange call) throws IOException {
        String code = form(call).get("code").getFirst();
        Person person = codes.remove(code);
        if (person == null) {
            call.sendResponseHeaders(400, -1);
            call.close();
            return;
        }
        String token = token(person.name(), person.claims());
        answer(call, Map.of("id_token", token, "access_token", token, "token_type", "Bearer", "expires_in", 60));
    }

    private void introspect(HttpExchange call) throws IOException {
        String token = form(call).get("token").getFirst();
        answer(call, opaque.getOrDefault(token, Map.of("active", false)));
    }

    private static Map<String, List<String>> form(HttpExchange call) throws IOException {
        String form = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return new QueryStringDecoder(form, false).parameters();
    }

    private String signed(RsaJsonWebKey key, String name, String audience, Duration life, Map<String, ?> claims) {
        long now = System.currentTimeMillis() / 1000;
        var token = Jwt.issuer(issuer())
                .subject(name)
                .claim("preferred_username", name)
                .audience(audience)
                .issuedAt(now - 120)
                .expiresAt(now + life.toSeconds());
        claims.forEach(token::claim);
        return token.jws().keyId(KEY).sign(key.getPrivateKey());
    }

    private static RsaJsonWebKey key() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(KEY);
            key.setUse("sig");
            key.setAlgorithm("RS256");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(HttpExchange call, Object body) throws IOException {
        byte[] bytes = json(body).getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(200, bytes.length);
        call.getResponseBody().write(bytes);
        call.close();
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
