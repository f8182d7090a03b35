package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The start of a page: the filters of the first call, and the id of the page's first row. Encoded like recorded ones; only a
 * cursor that expires also contains its time of issue.
 */
record Cursor(
        Map<String, String> query, int perPage, long id, int page, String originalRequestId, Optional<Instant> issued) {

    /** As in a URL. */
    String encoded() {
        ObjectNode state = Json.object();
        ObjectNode filters = state.putObject("query");
        query.forEach((name, value) -> {
            if (name.equals("per_page")) {
                filters.put(name, perPage);
            } else {
                filters.put(name, value);
            }
        });
        state.put("per_page", perPage).put("id", id).put("page", page).put("original_request_id", originalRequestId);
        issued.ifPresent(at -> state.put("issued_at", at.toString()));
        return Base64.getUrlEncoder().encodeToString(Json.bytes(state)).replace("=", "%3D");
    }

    static Optional<Cursor> decode(String text) {
        try {
            return Json.parse(Base64.getUrlDecoder().decode(text)).flatMap(Cursor::of);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<Cursor> of(JsonNode state) {
        if (!state.path("query").isObject()
                || !state.path("per_page").isInt()
                || !state.path("id").isIntegralNumber()) {
            return Optional.empty();
        }
        Map<String, String> query = new LinkedHashMap<>();
        state.get("query")
                .properties()
                .forEach(filter -> query.put(filter.getKey(), filter.getValue().asText()));
        return Optional.of(new Cursor(
                query,
                state.get("per_page").intValue(),
                Json.id(state),
                state.path("page").asInt(),
                state.path("original_request_id").asText(),
                TimeRange.time(state.path("issued_at").asText())));
    }
}
