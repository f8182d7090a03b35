package com.rocketmat.sandbox.vault;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** Vault's HTTP API with one token. */
public record VaultCalls(URI address, String token) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .version(HttpClient.Version.HTTP_1_1)
            .build();

    /** The answer; without a body it is a missing node. */
    public record Answer(int status, JsonNode body) {}

    /**
     * Any status is an answer; only a timeout is a failure.
     *
     * @param method may be {@code LIST}
     * @param path below {@code /v1/}
     */
    public Answer call(String method, String path) {
        return send(method, path, BodyPublishers.noBody());
    }

    public Answer call(String method, String path, Map<String, ?> body) {
        try {
            return send(method, path, BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public Answer demand(String method, String path) {
        return demand(call(method, path));
    }

    public Answer demand(String method, String path, Map<String, ?> body) {
        return demand(call(method, path, body));
    }

    /** Fails unless Vault reports success. */
    public Answer demand(Answer answer) {
        if (answer.status() / 100 != 2) {
            throw new IllegalStateException("Vault answered " + answer.status() + " " + answer.body());
        }
        return answer;
    }

    private Answer send(String method, String path, HttpRequest.BodyPublisher body) {
        HttpRequest request = HttpRequest.newBuilder(address.resolve("/v1/" + path))
                .header("X-Vault-Token", token)
                .timeout(Duration.ofSeconds(10))
                .method(method, body)
                .build();
        try {
            HttpResponse<byte[]> response = HTTP.send(request, BodyHandlers.ofByteArray());
            JsonNode json = response.body().length == 0 ? MissingNode.getInstance() : JSON.readTree(response.body());
            return new Answer(response.statusCode(), json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
