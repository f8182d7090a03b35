package com.rocketmat.sandbox.greenhouse.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** A custom field. */
public record FieldDefinition(
        long id,
        String fieldType,
        String nameKey,
        String name,
        String valueType,
        boolean active,
        boolean hidden,
        String applicationType) {

    public static FieldDefinition of(ObjectNode row) {
        return new FieldDefinition(
                Json.id(row),
                row.path("field_type").asText(),
                row.path("name_key").asText(),
                row.path("name").asText(),
                row.path("value_type").asText(),
                row.path("active").asBoolean(),
                row.path("private").asBoolean(),
                row.path("application_type").asText("all_applications"));
    }

    /** Whether a row of its kind has the field: some are for prospects only, some for candidates only. */
    public boolean appliesTo(ObjectNode row) {
        return switch (applicationType) {
            case "candidate_applications" -> !row.path("prospect").asBoolean();
            case "prospect_applications" -> row.path("prospect").asBoolean();
            default -> true;
        };
    }

    public ObjectNode entry(JsonNode value) {
        return Json.object().put("name", name).put("type", valueType).set("value", value);
    }
}
