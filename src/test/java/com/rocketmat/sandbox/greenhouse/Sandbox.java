package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** As {@link InProcessSandbox}, for what is shown by sockets alone. */
final class Sandbox implements AutoCloseable {
    final SettableClock clock = new SettableClock(InProcessSandbox.NOW);
    final Organisation acme = Organisation.empty("acme", InProcessSandbox.NOW);
    final GreenhouseSimulator simulator = GreenhouseSimulator.start(List.of(acme), clock, 0);
    private final HttpClient client = HttpClient.newHttpClient();
    private String token;

    List<Long> applications(int count) {
        return InProcessSandbox.applications(acme, count);
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery).header("Authorization", "Bearer " + token()));
    }

    HttpResponse<String> score(long application, String value) {
        return send(request("/v3/applications/" + application)
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .method(
                        "PATCH",
                        HttpRequest.BodyPublishers.ofString(
                                "{\"custom_fields\":[{\"name_key\":\"rocketmat\",\"value\":" + value + "}]}")));
    }

    String token() {
        if (token == null) {
            HttpResponse<String> minted = send(request("/token")
                    .header("Authorization", InProcessSandbox.basic(acme.clientId(), acme.clientSecret()))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials&sub=" + acme.userId())));
            token = json(minted).path("access_token").asText();
        }
        return token;
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(
                pathAndQuery.startsWith("http")
                        ? URI.create(pathAndQuery)
                        : URI.create(simulator.harvestUrl() + pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
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
