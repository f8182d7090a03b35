package com.rocketmat.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.stack.SandboxStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A minimal client of Harvest v3 with persistent connections; a refusal ends its program. */
final class HarvestClient {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern NEXT = Pattern.compile("<([^>]+)>; *rel=\"next\"");

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI harvest;
    private final String authorisation;

    /** @param access from {@link #access}, as the program's arguments */
    HarvestClient(String... access) {
        this.harvest = URI.create(access[0]);
        String basic = Base64.getEncoder().encodeToString(access[1].getBytes(StandardCharsets.UTF_8));
        HttpRequest mint = HttpRequest.newBuilder(URI.create(access[2]))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&sub=" + access[3]))
                .build();
        this.authorisation = "Bearer " + json(send(mint)).path("access_token").asText();
    }

    /** What a program needs to work for an organisation. */
    static List<String> access(SandboxStack stack, Organisation organisation) {
        return List.of(
                stack.greenhouse().harvestUrl().toString(),
                organisation.clientId() + ":" + organisation.clientSecret(),
                stack.greenhouse().tokenUrl().toString(),
                String.valueOf(organisation.userId()));
    }

    /** A page of a list. */
    record Page(JsonNode rows, String next) {}

    /** @param address a path, or the next page's address, which is null after the last page */
    Page page(String address) {
        HttpResponse<byte[]> answer =
                send(request(harvest.resolve(address)).GET().build());
        Matcher next = NEXT.matcher(answer.headers().firstValue("Link").orElse(""));
        return new Page(json(answer), next.find() ? next.group(1) : null);
    }

    void write(long application, String field, JsonNode value) {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("custom_fields").addObject().put("name_key", field).set("value", value);
        send(request(harvest.resolve("/v3/applications/" + application))
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(URI address) {
        return HttpRequest.newBuilder(address).header("Authorization", authorisation);
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            HttpResponse<byte[]> answer = received(request);
            if (answer.statusCode() >= 300) {
                throw new IllegalStateException("%s: %d".formatted(request.uri().getPath(), answer.statusCode()));
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The JDK's pool may take an answer that comes at once for data on an idle connection, and close it. */
    private HttpResponse<byte[]> received(HttpRequest request) throws IOException, InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException _) {
            return http.send(request, BodyHandlers.ofByteArray());
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
