package com.rocketmat.sandbox.greenhouse.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** JSON and times in Harvest's format. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static JsonNode text(String text) {
        return MAPPER.getNodeFactory().textNode(text);
    }

    public static JsonNode number(long number) {
        return MAPPER.getNodeFactory().numberNode(number);
    }

    public static JsonNode number(double number) {
        return MAPPER.getNodeFactory().numberNode(number);
    }

    public static JsonNode bool(boolean value) {
        return MAPPER.getNodeFactory().booleanNode(value);
    }

    /** The named properties of a row; null for those it does not have. */
    public static ObjectNode pick(ObjectNode row, String... names) {
        ObjectNode picked = object();
        for (String name : names) {
            picked.set(name, row.get(name));
        }
        return picked;
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static ObjectNode message(String message) {
        return object().put("message", message);
    }

    /** Of a row. */
    public static long id(JsonNode row) {
        return row.path("id").longValue();
    }

    public static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As in a webhook's body: only ASCII, and no characters with a meaning in HTML. */
    public static String escaped(JsonNode node) {
        StringBuilder escaped = new StringBuilder();
        new String(bytes(node), StandardCharsets.UTF_8).chars().forEach(letter -> {
            if (letter > '~' || "<>&".indexOf(letter) >= 0) {
                escaped.append("\\u%04x".formatted(letter));
            } else {
                escaped.append((char) letter);
            }
        });
        return escaped.toString();
    }

    /** A time without milliseconds, as in webhooks. */
    public static JsonNode seconds(JsonNode time) {
        return time == null || time.isNull() ? null : text(time.asText().replaceFirst("\\.\\d+Z$", "Z"));
    }

    public static Optional<JsonNode> parse(byte[] bytes) {
        try {
            JsonNode node = MAPPER.readTree(bytes);
            return node == null || node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /** A plain Java value: text, number, boolean, list, map or null; small whole numbers are always integers. */
    public static Object plain(JsonNode node) {
        try {
            return node.isMissingNode() ? null : MAPPER.readValue(bytes(node), Object.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String time(Instant instant) {
        return MILLIS.format(instant);
    }
}
