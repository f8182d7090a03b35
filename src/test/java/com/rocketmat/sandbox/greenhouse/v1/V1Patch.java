package com.rocketmat.sandbox.greenhouse.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes to an application through v1: only the listed fields change. */
final class V1Patch {
    private static final Set<String> NUMBERS =
            Set.of("source_id", "recruiter_id", "coordinator_id", "prospect_pool_id", "prospect_stage_id");
    private final Organisation organisation;
    private final Clock clock;
    private final Switches switches;

    V1Patch(Organisation organisation, Clock clock, Switches switches) {
        this.organisation = organisation;
        this.clock = clock;
        this.switches = switches;
    }

    static Refused invalid(String message, String field) {
        return Refused.of(422, "Validation error", List.of(Json.message(message).put("field", field)));
    }

    Optional<ObjectNode> apply(long id, byte[] body) {
        JsonNode patch = Json.parse(body).filter(JsonNode::isObject).orElseThrow(() -> invalid("Invalid JSON", "body"));
        Instant now = clock.instant();
        return organisation.replace(
                "applications", id, row -> change(row, (ObjectNode) patch, now), switches.readAfterWriteLag);
    }

    private ObjectNode change(ObjectNode row, ObjectNode patch, Instant now) {
        if (row.path("status").asText().equals("converted") && !switches.convertedWritable) {
            throw invalid("A converted application cannot be changed", "status");
        }
        patch.properties().forEach(attribute -> {
            String name = attribute.getKey();
            JsonNode value = attribute.getValue();
            if (name.equals("custom_fields")) {
                fields(row, value);
            } else if (NUMBERS.contains(name) && value.isIntegralNumber()) {
                if (!name.startsWith("prospect_")) {
                    row.set(name, value);
                }
            } else if (!(name.equals("referrer") && value.has("type") && value.has("value"))
                    && !(name.equals("rejection_details") && value.isObject())) {
                throw invalid("Invalid attribute: " + name, name);
            }
        });
        boolean changes = !patch.isEmpty()
                && !(patch.size() == 1
                        && patch.path("custom_fields").isArray()
                        && patch.path("custom_fields").isEmpty());
        if (changes && switches.patchMovesUpdatedAt) {
            row.put("updated_at", Json.time(now));
        }
        if (changes && switches.patchMovesLastActivityAt) {
            row.put("last_activity_at", Json.time(now));
        }
        return row;
    }

    private void fields(ObjectNode row, JsonNode items) {
        if (!items.isArray()) {
            throw invalid("custom_fields must be an array", "custom_fields");
        }
        ObjectNode stored = row.withObject("/custom_fields");
        V1Values values = new V1Values(organisation, switches);
        Set<String> named = new HashSet<>();
        for (JsonNode item : items) {
            FieldDefinition field = field(row, item);
            if (!named.add(field.nameKey())) {
                throw invalid("Custom field named twice", "custom_fields");
            }
            if (item.path("delete_value").asText().equals("true")) {
                stored.remove(field.nameKey());
            } else {
                stored.set(field.nameKey(), field.entry(values.stored(field, item)));
            }
        }
    }

    private FieldDefinition field(ObjectNode row, JsonNode item) {
        return organisation.definitions().stream()
                .filter(field -> field.fieldType().equals("application") && field.active() && field.appliesTo(row))
                .filter(field -> item.has("id")
                        ? Json.id(item) == field.id()
                        : item.path("name_key").asText().equals(field.nameKey()))
                .findFirst()
                .orElseThrow(() -> invalid("Custom field not found", "custom_fields"));
    }
}
