package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** Custom fields in webhooks, including private ones. */
final class FieldPayload {
    private final Organisation organisation;

    FieldPayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode of(ObjectNode row, String fieldType, String map) {
        ObjectNode told = Json.object();
        organisation.definitions().stream()
                .filter(field -> field.active() && field.fieldType().equals(fieldType) && field.appliesTo(row))
                .forEach(field -> told.putObject(field.nameKey())
                        .put("name", field.name())
                        .put("type", field.valueType().equals("yes_no") ? "boolean" : field.valueType())
                        .set("value", row.path(map).path(field.nameKey()).get("value")));
        return told;
    }
}
