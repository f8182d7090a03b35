package com.rocketmat.sandbox.greenhouse;

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

    static Response json(int status, JsonNode body) {
        return new Response(status, Map.of("Content-Type", "application/json;charset=utf-8"), Json.bytes(body));
    }

    static Response text(int status, Map<String, String> headers, String body) {
        return new Response(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    static Response empty(int status) {
        return new Response(status, Map.of(), new byte[0]);
    }

    /** Another body, which is not JSON. */
    Response withText(String text) {
        return new Response(status, headers, text.getBytes(StandardCharsets.UTF_8)).with("Content-Type", "text/plain");
    }

    Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, more, body);
    }

    Response with(Map<String, String> others) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.putAll(others);
        return new Response(status, more, body);
    }
}
