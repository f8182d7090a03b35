package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;

/** Jobs in webhooks. */
final class JobPayload {
    private final Organisation organisation;

    JobPayload(Organisation organisation) {
        this.organisation = organisation;
    }

    /** As v1 shows it, but for times and custom fields. */
    ObjectNode of(ObjectNode row) {
        ObjectNode payload = new V1Jobs(organisation).show(row).without(List.of("keyed_custom_fields", "updated_at"));
        for (String time : List.of("created_at", "opened_at", "closed_at")) {
            payload.set(time, Json.seconds(row.get(time)));
        }
        return payload.set("custom_fields", new FieldPayload(organisation).of(row, "job", "custom_fields"));
    }
}
