package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Jobs in webhooks. */
final class JobPayload {
    private final Organisation organisation;

    JobPayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode whole(ObjectNode row) {
        ObjectNode told = of(row);
        ObjectNode team = told.putObject("hiring_team");
        List.of("hiring_managers", "sourcers", "recruiters", "coordinators").forEach(team::putArray);
        told.putArray("openings");
        return told;
    }

    /** As nested in an application. */
    ObjectNode of(ObjectNode row) {
        ObjectNode told = Json.pick(row, "id", "name", "requisition_id", "notes");
        told.put("confidential", row.path("confidential").asBoolean());
        told.set(
                "job_post_id",
                organisation
                        .table("job_posts")
                        .children("job_id", List.of(row.get("id").longValue()))
                        .findFirst()
                        .map(post -> post.get("id"))
                        .orElse(null));
        told.setAll(Json.pick(row, "status"));
        for (String time : List.of("created_at", "opened_at", "closed_at")) {
            told.set(time, Json.seconds(row.get(time)));
        }
        ArrayNode departments = told.putArray("departments");
        place("departments", row.get("department_id"))
                .ifPresent(place -> departments.add(Json.pick(place, "id", "name", "external_id")));
        ArrayNode offices = told.putArray("offices");
        row.path("office_ids")
                .forEach(id -> place("offices", id)
                        .ifPresent(place -> offices.add(Json.pick(place, "id", "name", "location", "external_id"))));
        told.set("custom_fields", new FieldPayload(organisation).of(row, "job", "custom_fields"));
        return told;
    }

    private Optional<ObjectNode> place(String resource, JsonNode id) {
        return id == null || id.isNull() ? Optional.empty() : organisation.find(resource, id.longValue());
    }
}
