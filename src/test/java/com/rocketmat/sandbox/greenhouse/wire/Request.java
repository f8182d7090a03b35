package com.rocketmat.sandbox.greenhouse.wire;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A received request; header names in lower case. */
@SuppressWarnings("ArrayRecordComponent") // requests are never compared
public record Request(String method, String path, String query, Map<String, String> headers, byte[] body) {

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** A body of another type, or of none, is not read. */
    public void require(String type) {
        if (body.length > 0 && !header("content-type").orElse("").startsWith(type)) {
            throw Refused.of(415, "Unsupported Media Type", List.of());
        }
    }

    /** Query parameters in order; of duplicates the last counts. */
    public Map<String, String> parameters() {
        return form(query);
    }

    public Optional<String> bearer() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(value -> value.substring(7).trim());
    }

    public Optional<Basic> basic() {
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
                .flatMap(value -> decode(value.substring(6).trim()));
    }

    public static Map<String, String> form(String text) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : text.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                found.put(
                        plain(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : plain(pair.substring(equals + 1)));
            }
        }
        return found;
    }

    private static String plain(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return encoded;
        }
    }

    private static Optional<Basic> decode(String credentials) {
        try {
            String text = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(new Basic(text.substring(0, colon), text.substring(colon + 1)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    public record Basic(String user, String password) {}
}
