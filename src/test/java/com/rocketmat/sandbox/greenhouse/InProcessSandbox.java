package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.organisation.OrganisationBuilder;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** A simulator without sockets, with a stopped clock and one organisation, and helpers for tests. */
public final class InProcessSandbox implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-24T12:00:07.250Z");
    public final SettableClock clock = new SettableClock(NOW);
    public final Organisation acme = Organisation.empty("acme", NOW);
    public final GreenhouseSimulator simulator = GreenhouseSimulator.inProcess(List.of(acme), clock);
    private String token;

    /** Applications of one candidate to one job; their ids, newest first. */
    public List<Long> applications(int count) {
        long job = acme.addJob("Analyst");
        long candidate = acme.addCandidate("Ada", "Byron");
        return LongStream.range(0, count)
                .mapToObj(_ -> acme.addApplication(candidate, job))
                .toList()
                .reversed();
    }

    public long application() {
        return applications(1).getFirst();
    }

    public Switches switches() {
        return simulator.switches();
    }

    public Response get(String pathAndQuery) {
        return send("GET", pathAndQuery, Map.of("Authorization", "Bearer " + token()), "");
    }

    public Response get(String path, String parameter, String value) {
        return get(path + "?" + parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
    }

    public Response patch(long application, String body) {
        return send(
                "PATCH",
                "/v3/applications/" + application,
                Map.of("Authorization", "Bearer " + token(), "Content-Type", "application/json"),
                body);
    }

    public Response write(long application, String key, String value) {
        return patch(application, "{\"custom_fields\":[{\"name_key\":\"" + key + "\",\"value\":" + value + "}]}");
    }

    public Response score(long application, String value) {
        return write(application, "rocketmat", value);
    }

    public Response v1(String pathAndQuery) {
        return send("GET", "/v1/" + pathAndQuery, Map.of("Authorization", basic(acme.apiKey(), "")), "");
    }

    public Response v1Patch(long application, String body) {
        Map<String, String> headers = Map.of(
                "Authorization", basic(acme.apiKey(), ""),
                "On-Behalf-Of", Long.toString(acme.userId()),
                "Content-Type", "application/json");
        return send("PATCH", "/v1/applications/" + application, headers, body);
    }

    public Response mint() {
        return mint(acme.clientId(), acme.clientSecret(), "grant_type=client_credentials&sub=" + acme.userId());
    }

    public Response mint(String id, String secret, String form) {
        return send(
                "POST",
                "/token",
                Map.of("Authorization", basic(id, secret), "Content-Type", "application/x-www-form-urlencoded"),
                form);
    }

    public String token() {
        if (token == null) {
            token = json(mint()).path("access_token").asText();
        }
        return token;
    }

    public void forgetToken() {
        token = null;
    }

    public Response send(String method, String pathAndQuery, Map<String, String> headers, String body) {
        try {
            URI uri =
                    URI.create(pathAndQuery.startsWith("http") ? pathAndQuery : simulator.harvestUrl() + pathAndQuery);
            return simulator.answer(method, uri, headers, body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first row of a v3 list. */
    public JsonNode row(String pathAndQuery) {
        return rows(pathAndQuery).path(0);
    }

    public JsonNode rows(String pathAndQuery) {
        return json(get(pathAndQuery));
    }

    public List<Long> ids(String pathAndQuery) {
        return ids(get(pathAndQuery));
    }

    public List<Long> ids(String path, String parameter, String value) {
        return ids(get(path, parameter, value));
    }

    public List<Long> v1Ids(String pathAndQuery) {
        return ids(v1(pathAndQuery));
    }

    public String next(String pathAndQuery) {
        return next(get(pathAndQuery));
    }

    public void field(long id, String key, String valueType) {
        acme.add("custom_fields", OrganisationBuilder.field(id, key, key, valueType));
    }

    public static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    public static JsonNode json(Response response) {
        return Json.parse(response.body()).orElseThrow();
    }

    public static List<Long> ids(Response response) {
        return json(response).valueStream().map(Json::id).toList();
    }

    /** The address of the next page; empty at the end. */
    public static String next(Response response) {
        return response.header("Link").orElse("").replaceFirst("^<(.*)>; rel=\"next\"$", "$1");
    }

    @Override
    public void close() {
        simulator.close();
    }
}
