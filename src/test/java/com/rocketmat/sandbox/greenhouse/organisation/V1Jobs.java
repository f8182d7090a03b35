package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;

/** Jobs as v1 shows them. A job without a department has a list with null in it. */
public final class V1Jobs {
    private final V1Places places;
    private final V1CustomFields customFields;

    public V1Jobs(Organisation organisation) {
        this.places = new V1Places(organisation);
        this.customFields = new V1CustomFields(organisation);
    }

    public ObjectNode show(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id", "name", "requisition_id", "notes");
        shown.put("confidential", row.path("confidential").asBoolean());
        shown.setAll(Json.pick(row, "status", "created_at", "opened_at", "closed_at", "updated_at"));
        shown.put("is_template", row.path("is_template").asBoolean()).set("copied_from_id", row.get("copied_from_id"));
        shown.putArray("departments").add(places.department(row.get("department_id"), false));
        ArrayNode offices = shown.putArray("offices");
        row.path("office_ids").forEach(id -> offices.add(places.office(id, false)));
        customFields.addTo(shown, row, "job", "custom_fields");
        ObjectNode team = shown.putObject("hiring_team");
        List.of("hiring_managers", "recruiters", "coordinators", "sourcers").forEach(team::putArray);
        shown.putArray("openings");
        return shown;
    }
}
