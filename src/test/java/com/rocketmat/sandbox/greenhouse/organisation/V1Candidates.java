package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.stream.Stream;

/** Candidates as v1 shows them, with nested applications, educations and employments. */
public final class V1Candidates {
    private final Organisation organisation;
    private final V1Applications applications;
    private final V1CustomFields customFields;

    public V1Candidates(Organisation organisation) {
        this.organisation = organisation;
        this.applications = new V1Applications(organisation);
        this.customFields = new V1CustomFields(organisation);
    }

    public ObjectNode show(ObjectNode row) {
        ObjectNode shown =
                Json.pick(row, "id", "first_name", "last_name", "company", "title", "created_at", "updated_at");
        shown.set("last_activity", row.get("last_activity_at"));
        shown.put("is_private", row.path("private").asBoolean()).putNull("photo_url");
        shown.set("attachments", V1Applications.attachments(organisation, "candidate_id", row));
        ArrayNode ids = shown.putArray("application_ids");
        children("applications", row).forEach(application -> ids.add(Json.id(application)));
        lists(
                shown,
                row,
                "phone_numbers",
                "addresses",
                "email_addresses",
                "website_addresses",
                "social_media_addresses");
        shown.putNull("recruiter")
                .putNull("coordinator")
                .put("can_email", row.path("can_email").asBoolean());
        lists(shown, row, "tags");
        ArrayNode nested = shown.putArray("applications");
        children("applications", row).map(applications::withoutFields).forEach(nested::add);
        ArrayNode educations = shown.putArray("educations");
        children("candidate_educations", row).map(this::education).forEach(educations::add);
        ArrayNode employments = shown.putArray("employments");
        children("candidate_employments", row).map(V1Candidates::employment).forEach(employments::add);
        lists(shown, row, "linked_user_ids");
        customFields.addTo(shown, row, "candidate", "custom_fields");
        return shown;
    }

    private ObjectNode education(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id");
        for (String name : List.of("school_name", "degree", "discipline")) {
            JsonNode option = row.path(name + "_custom_field_option_id");
            shown.set(
                    name,
                    option.isIntegralNumber()
                            ? organisation
                                    .find("custom_field_options", option.longValue())
                                    .map(found -> found.get("name"))
                                    .orElse(null)
                            : null);
        }
        shown.set("start_date", row.get("start_at"));
        shown.set("end_date", row.get("end_at"));
        return shown;
    }

    private static ObjectNode employment(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id", "company_name", "title");
        for (String name : List.of("start_date", "end_date")) {
            shown.put(name, row.hasNonNull(name) ? row.get(name).asText() + "T00:00:00.000Z" : null);
        }
        return shown;
    }

    private Stream<ObjectNode> children(String resource, ObjectNode candidate) {
        return organisation.children(resource, "candidate_id", Json.id(candidate));
    }

    private static void lists(ObjectNode shown, ObjectNode row, String... names) {
        for (String name : names) {
            shown.set(name, row.path(name).isArray() ? row.get(name) : Json.array());
        }
    }
}
