package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;

/** People, offices and departments in v1, nested in other rows; user lists have more properties than nested users. */
public final class V1Places {
    private final Organisation organisation;

    public V1Places(Organisation organisation) {
        this.organisation = organisation;
    }

    /** A user in short form, or null. */
    JsonNode person(JsonNode id) {
        return organisation
                .find("users", id)
                .map(user -> Json.pick(user, "id", "first_name", "last_name", "name", "employee_id"))
                .orElse(null);
    }

    public ObjectNode user(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id", "name", "first_name", "last_name");
        shown.set("primary_email_address", row.get("primary_email"));
        shown.setAll(Json.pick(row, "updated_at", "created_at"));
        shown.put("disabled", row.path("deactivated").asBoolean())
                .put("site_admin", row.path("site_admin").asBoolean());
        shown.set("emails", row.path("emails").isArray() ? row.get("emails") : Json.array());
        shown.setAll(Json.pick(row, "employee_id"));
        shown.set(
                "linked_candidate_ids",
                row.path("linked_candidate_ids").isArray() ? row.get("linked_candidate_ids") : Json.array());
        ArrayNode offices = shown.putArray("offices");
        row.path("office_ids").forEach(id -> offices.add(office(id, true)));
        ArrayNode departments = shown.putArray("departments");
        row.path("department_ids").forEach(id -> departments.add(department(id, true)));
        return shown;
    }

    JsonNode office(JsonNode id, boolean inUser) {
        return organisation
                .find("offices", id)
                .map(row -> {
                    ObjectNode shown = Json.pick(row, "id", "name");
                    shown.putObject("location").set("name", row.get("location"));
                    shown.set("primary_contact_user_id", row.get("primary_in_house_contact_user_id"));
                    return relatives(shown, "offices", row, inUser ? "office" : null);
                })
                .orElse(null);
    }

    JsonNode department(JsonNode id, boolean inUser) {
        return organisation
                .find("departments", id)
                .map(row -> relatives(Json.pick(row, "id", "name"), "departments", row, inUser ? "department" : null))
                .orElse(null);
    }

    private ObjectNode relatives(ObjectNode shown, String resource, ObjectNode row, String kind) {
        List<ObjectNode> children = organisation
                .table(resource)
                .all()
                .filter(other -> other.path("parent_id").equals(row.get("id")))
                .toList();
        shown.set("parent_id", row.get("parent_id"));
        if (kind != null) {
            shown.set(
                    "parent_" + kind + "_external_id",
                    organisation
                            .find(resource, row.get("parent_id"))
                            .map(parent -> parent.get("external_id"))
                            .orElse(null));
        }
        ArrayNode ids = shown.putArray("child_ids");
        children.forEach(child -> ids.add(Json.id(child)));
        if (kind != null) {
            ArrayNode externalIds = shown.putArray("child_" + kind + "_external_ids");
            children.stream()
                    .filter(child -> child.hasNonNull("external_id"))
                    .forEach(child -> externalIds.add(child.get("external_id").asText()));
        }
        shown.set("external_id", row.get("external_id"));
        return shown;
    }
}
