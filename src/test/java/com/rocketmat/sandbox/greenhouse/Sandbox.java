package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A simulator with a stopped clock, one organisation, and a plain HTTP client. */
final class Sandbox implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-11-24T12:00:07.250Z");
    final SettableClock clock = new SettableClock(NOW);
    final Organisation acme;
    final GreenhouseSimulator simulator;
    private final HttpClient client = HttpClient.newHttpClient();
    private String token;

    Sandbox(Organisation... others) {
        acme = Organisation.empty("acme", NOW);
        List<Organisation> all = new ArrayList<>(List.of(acme));
        all.addAll(List.of(others));
        simulator = GreenhouseSimulator.start(all, clock, 0);
    }

    /** Applications of one candidate to one job; their ids, newest first. */
    List<Long> applications(int count) {
        long job = acme.addJob("Analyst");
        long candidate = acme.addCandidate("Ada", "Byron");
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.addFirst(acme.addApplication(candidate, job));
        }
        return ids;
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery).header("Authorization", "Bearer " + token()));
    }

    HttpResponse<String> get(String path, String parameter, String value) {
        return get(path + "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    HttpResponse<String> patch(long application, String body) {
        return send(request("/v3/applications/" + application)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> score(long application, String value) {
        return patch(application, "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":" + value + "}]}");
    }

    HttpResponse<String> mint(String id, String secret, String form) {
        return send(request("/token")
                .header("Authorization", basic(id, secret))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    HttpResponse<String> mint(String form) {
        return mint(acme.clientId(), acme.clientSecret(), form);
    }

    String newToken(String form) {
        token = json(mint(form)).path("access_token").asText();
        return token;
    }

    String token() {
        return token == null ? newToken("grant_type=client_credentials&sub=" + acme.userId()) : token;
    }

    HttpResponse<String> v1(String pathAndQuery) {
        return send(request("/v1/" + pathAndQuery).header("Authorization", basic(acme.apiKey(), "")));
    }

    HttpResponse<String> v1Patch(long application, long user, String body) {
        return send(request("/v1/applications/" + application)
                .header("Authorization", basic(acme.apiKey(), ""))
                .header("On-Behalf-Of", Long.toString(user))
                .header("Content-Type", "application/json")
                .method("PATCH", HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(
                pathAndQuery.startsWith("http")
                        ? URI.create(pathAndQuery)
                        : URI.create(simulator.harvestUrl() + pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return trySend(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> trySend(HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8)).orElseThrow();
    }

    static List<Long> ids(HttpResponse<String> response) {
        return json(response).findValues("id").stream().map(JsonNode::longValue).toList();
    }

    static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The address of the next page. */
    static String next(HttpResponse<?> response) {
        return header(response, "Link").replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
    }

    @Override
    public void close() {
        client.close();
        simulator.close();
    }
}
