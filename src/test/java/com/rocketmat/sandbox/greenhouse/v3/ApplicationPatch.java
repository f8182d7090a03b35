package com.rocketmat.sandbox.greenhouse.v3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.organisation.FieldValues;
import com.rocketmat.sandbox.greenhouse.organisation.Organisation;
import com.rocketmat.sandbox.greenhouse.switches.Switches;
import com.rocketmat.sandbox.greenhouse.table.FieldDefinition;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import com.rocketmat.sandbox.greenhouse.wire.Refused;
import com.rocketmat.sandbox.greenhouse.wire.TimeRange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes to an application through v3: the whole body or, if any of it is invalid, nothing. */
final class ApplicationPatch {
    private final Organisation organisation;
    private final Switches switches;
    private final Clock clock;

    ApplicationPatch(Organisation organisation, Switches switches, Clock clock) {
        this.organisation = organisation;
        this.switches = switches;
        this.clock = clock;
    }

    /** Lists show the old row for a while. */
    ObjectNode apply(long id, byte[] body, Duration lag) {
        PatchBody patch = PatchBody.parse(body);
        Instant now = clock.instant();
        return organisation
                .replace("applications", id, row -> change(row, patch, now), lag)
                .orElseThrow(() -> HarvestV3.notFound("Application", id));
    }

    private ObjectNode change(ObjectNode row, PatchBody patch, Instant now) {
        String status = row.path("status").asText();
        boolean open = switches.writes.closedWritable;
        if (status.equals("converted") ? !switches.convertedWritable : !status.equals("in_process") && !open) {
            throw Refused.unprocessable("A " + status + " application cannot be changed.");
        }
        if (patch.hasCustomFields()) {
            fields(row, patch.customFields());
        }
        patch.attributes().properties().forEach(attribute -> {
            if (!attribute.getKey().startsWith("prospect_")) {
                row.set(
                        attribute.getKey(),
                        attribute.getKey().endsWith("_at") ? time(attribute.getValue()) : attribute.getValue());
            }
        });
        if (!patch.isEmpty() && switches.patchMovesUpdatedAt) {
            row.put("updated_at", Json.time(now));
        }
        if (!patch.isEmpty() && switches.patchMovesLastActivityAt) {
            row.put("last_activity_at", Json.time(now));
        }
        return row;
    }

    private void fields(ObjectNode row, List<PatchBody.Item> items) {
        ObjectNode stored = row.withObject("/custom_fields");
        List<FieldDefinition> fields = organisation.definitions().stream()
                .filter(field -> field.fieldType().equals("application") && field.active())
                .toList();
        FieldValues values = new FieldValues(organisation, switches);
        Set<String> listed = new HashSet<>();
        for (PatchBody.Item item : items) {
            FieldDefinition field =
                    fields.stream().filter(item::names).findFirst().orElseThrow(() -> unknown(item));
            if (field.hidden() && !switches.privateFields) {
                refuseHidden(item);
                continue;
            }
            if (!field.appliesTo(row)) {
                throw Refused.value(switches, field.nameKey(), "is not a field of this kind of application");
            }
            JsonNode value = values.stored(field, item.value());
            if (!listed.add(field.nameKey())) {
                throw Refused.value(switches, field.nameKey(), "is named twice");
            }
            if (value.isNull()) {
                stored.remove(field.nameKey());
            } else {
                stored.set(field.nameKey(), field.entry(value));
            }
        }
        if (organisation.customFieldWrites().orElse(switches.customFieldWrites) == Switches.CustomFieldWrites.REPLACE) {
            fields.stream()
                    .map(FieldDefinition::nameKey)
                    .filter(key -> !listed.contains(key))
                    .forEach(stored::remove);
        }
    }

    private void refuseHidden(PatchBody.Item item) {
        switch (switches.writes.hiddenFieldWrites) {
            case UNPROCESSABLE -> throw unknown(item);
            case FORBIDDEN -> throw Refused.of(403, "Forbidden", "The user may not change a private field");
            case IGNORED -> {}
        }
    }

    private Refused unknown(PatchBody.Item item) {
        return Refused.value(switches, "custom_fields", "there is no field " + item.label());
    }

    private static JsonNode time(JsonNode text) {
        return text.isNull()
                ? text
                : Json.text(Json.time(TimeRange.time(text.asText()).orElseThrow()));
    }
}
