package com.rocketmat.harvest.call;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The field names in the body of an error. v3 sends texts or {@code {field: text}} objects, v1 {@code {"message", "field"}}; the
 * texts themselves are dropped.
 */
final class FaultyFields {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST = 10;
    /** Valid field names only; other content may be personal data. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.]{0,63}");

    private FaultyFields() {}

    static List<String> in(String body) {
        try {
            return JSON.readTree(body)
                    .path("errors")
                    .valueStream()
                    .flatMap(FaultyFields::names)
                    .filter(name -> NAME.matcher(name).matches())
                    .distinct()
                    .limit(MOST)
                    .toList();
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static Stream<String> names(JsonNode error) {
        return error.has("field")
                ? Stream.of(error.path("field").asText())
                : error.propertyStream().map(property -> property.getKey());
    }
}
