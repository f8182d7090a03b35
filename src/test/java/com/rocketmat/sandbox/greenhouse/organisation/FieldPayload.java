package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** Custom fields in webhooks: including private ones, and unset ones in three forms. */
final class FieldPayload {
    private final Organisation organisation;

    FieldPayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode of(ObjectNode row, String fieldType, String map) {
        ObjectNode payload = Json.object();
        organisation.definitions().stream()
                .filter(field -> field.active() && field.fieldType().equals(fieldType) && field.appliesTo(row))
                .forEach(field -> payload.putObject(field.nameKey())
                        .put("name", field.name())
                        .put("type", field.valueType().equals("yes_no") ? "boolean" : field.valueType())
                        .set(
                                "value",
                                value(field, row.path(map).path(field.nameKey()).path("value"))));
        return payload;
    }

    private static JsonNode value(FieldDefinition field, JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return switch (field.valueType()) {
                case "multi_select" -> Json.array();
                case "date" -> Json.text("");
                default -> null;
            };
        }
        return field.valueType().endsWith("_range") && value.isObject() ? range(value.deepCopy()) : value;
    }

    /** 10000 is sent as "10000.0". */
    private static ObjectNode range(ObjectNode range) {
        for (String end : new String[] {"min_value", "max_value"}) {
            if (range.path(end).isNumber()) {
                range.put(end, Double.toString(range.get(end).doubleValue()));
            }
        }
        return range;
    }
}
