package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.Comparator;
import java.util.Locale;

/** Custom fields in v1: values twice in a row, by the current display name and by the name key. */
public final class V1CustomFields {
    private final Organisation organisation;

    public V1CustomFields(Organisation organisation) {
        this.organisation = organisation;
    }

    /** Adds both maps; an unset field is null. */
    void addTo(ObjectNode shown, ObjectNode row, String fieldType, String map) {
        ObjectNode byName = shown.putObject("custom_fields");
        ObjectNode byKey = shown.putObject("keyed_custom_fields");
        organisation.definitions().stream()
                .filter(field -> field.active() && field.fieldType().equals(fieldType) && field.appliesTo(row))
                .forEach(field -> {
                    JsonNode value = row.path(map).path(field.nameKey()).get("value");
                    byName.set(displayKey(field.name()), value);
                    byKey.set(
                            field.nameKey(),
                            value == null || value.isNull()
                                    ? null
                                    : Json.object()
                                            .put("name", field.name())
                                            .put(
                                                    "type",
                                                    field.valueType().equals("yes_no") ? "boolean" : field.valueType())
                                            .set("value", value));
                });
    }

    public ObjectNode definition(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id", "name", "active", "field_type");
        shown.set("priority", row.path("sort_order"));
        shown.setAll(Json.pick(
                row,
                "value_type",
                "private",
                "required",
                "require_approval",
                "trigger_new_version",
                "name_key",
                "description",
                "expose_in_job_board_api",
                "api_only"));
        shown.putArray("offices");
        shown.putArray("departments");
        shown.set("template_token_string", row.get("template_token_string"));
        ArrayNode options = shown.putArray("custom_field_options");
        organisation
                .children("custom_field_options", "custom_field_id", Json.id(row))
                .filter(option -> option.path("active").asBoolean())
                .sorted(Comparator.comparingInt(
                        option -> option.path("sort_order").asInt()))
                .forEach(option -> options.addObject()
                        .put("id", Json.id(option))
                        .put("name", option.path("name").asText())
                        .put("priority", option.path("sort_order").asInt())
                        .set("external_id", option.get("external_id")));
        return shown;
    }

    private static String displayKey(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    }
}
