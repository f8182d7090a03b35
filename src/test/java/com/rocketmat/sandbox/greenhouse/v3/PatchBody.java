package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The body of PATCH /v3/applications/ID, whose schema is closed. */
record PatchBody(ObjectNode attributes, List<Item> customFields, boolean hasCustomFields) {
    /** Those of a prospect are accepted, as the schema wants, and without effect: nothing here shows a prospect's pool and stage. */
    private static final Set<String> NUMBERS = Set.of(
            "source_id", "referrer_id", "recruiter_id", "coordinator_id", "prospect_pool_id", "prospect_stage_id");

    private static final Set<String> TIMES = Set.of("rejected_at", "created_at");

    /** One custom field to write, named by key or by id. */
    record Item(String nameKey, long id, JsonNode value) {
        boolean names(FieldDefinition field) {
            return nameKey == null ? field.id() == id : field.nameKey().equals(nameKey);
        }

        String label() {
            return nameKey == null ? Long.toString(id) : nameKey;
        }
    }

    static PatchBody parse(byte[] bytes) {
        JsonNode body =
                Json.parse(bytes).orElseThrow(() -> Refused.of(400, "Bad Request", "The body is not valid JSON."));
        if (!body.isObject()) {
            throw Refused.unprocessable("The body is not an object.");
        }
        ObjectNode attributes = (ObjectNode) body;
        List<String> unknown = attributes
                .propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> !NUMBERS.contains(name) && !TIMES.contains(name) && !name.equals("custom_fields"))
                .toList();
        if (!unknown.isEmpty()) {
            throw Refused.unprocessable("Invalid body params: " + String.join(", ", unknown));
        }
        attributes.properties().forEach(attribute -> check(attribute.getKey(), attribute.getValue()));
        List<Item> items = attributes
                .path("custom_fields")
                .valueStream()
                .map(PatchBody::item)
                .toList();
        return new PatchBody(attributes.deepCopy().without("custom_fields"), items, attributes.has("custom_fields"));
    }

    boolean isEmpty() {
        return attributes.isEmpty() && !hasCustomFields;
    }

    private static void check(String name, JsonNode value) {
        if (NUMBERS.contains(name) && !value.isIntegralNumber() && !value.isNull()) {
            throw Refused.unprocessable(name, "is not an integer");
        }
        if (TIMES.contains(name)
                && !(value.isNull() && name.equals("rejected_at"))
                && (!value.isTextual() || TimeRange.time(value.asText()).isEmpty())) {
            throw Refused.unprocessable(name, "is not a time");
        }
        if (name.equals("custom_fields") && !value.isArray()) {
            throw Refused.unprocessable(name, "is not an array");
        }
    }

    private static Item item(JsonNode item) {
        if (!item.isObject()) {
            throw Refused.unprocessable("custom_fields", "holds something that is not an object");
        }
        item.fieldNames().forEachRemaining(name -> {
            if (!Set.of("name_key", "custom_field_id", "value").contains(name)) {
                throw Refused.unprocessable("custom_fields", "unknown property " + name);
            }
        });
        if (item.has("name_key") == item.has("custom_field_id")) {
            throw Refused.unprocessable("custom_fields", "exactly one of name_key and custom_field_id is needed");
        }
        if (!item.has("value")) {
            throw Refused.unprocessable("custom_fields", "value is missing");
        }
        JsonNode key = item.path("name_key");
        JsonNode id = item.path("custom_field_id");
        if (!(key.isTextual() && !key.asText().isEmpty()) && !id.isIntegralNumber()) {
            throw Refused.unprocessable("custom_fields", "name_key is not a text, or custom_field_id not an integer");
        }
        return new Item(key.textValue(), id.longValue(), item.get("value"));
    }
}
