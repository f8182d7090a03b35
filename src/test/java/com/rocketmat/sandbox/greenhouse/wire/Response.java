package com.rocketmat.sandbox.greenhouse.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An answer; headers are written in the given case. */
@SuppressWarnings("ArrayRecordComponent") // answers are never compared
public record Response(int status, Map<String, String> headers, byte[] body) implements Reply {

    /** A header by its name in any case. */
    public Optional<String> header(String name) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public static Response json(int status, JsonNode body) {
        return new Response(status, Map.of("Content-Type", "application/json;charset=utf-8"), Json.bytes(body));
    }

    public static Response text(int status, Map<String, String> headers, String body) {
        return new Response(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    /** Another body, which is not JSON. */
    public Response withText(String text) {
        return new Response(status, headers, text.getBytes(StandardCharsets.UTF_8)).with("Content-Type", "text/plain");
    }

    public Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }

    public Response with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Response(status, more, body);
    }
}
