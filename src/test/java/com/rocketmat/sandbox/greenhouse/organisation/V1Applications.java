package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.Optional;
import java.util.stream.Stream;

/** Applications as v1 shows them, converted from the rows of v3. */
public final class V1Applications {
    private final Organisation organisation;
    private final V1Places places;
    private final V1CustomFields customFields;

    public V1Applications(Organisation organisation) {
        this.organisation = organisation;
        this.places = new V1Places(organisation);
        this.customFields = new V1CustomFields(organisation);
    }

    public static String status(ObjectNode row) {
        return row.path("status").asText().replaceFirst("^in_process$", "active");
    }

    public ObjectNode show(ObjectNode row) {
        ObjectNode shown = withoutFields(row);
        JsonNode attachments = shown.remove("attachments");
        customFields.addTo(shown, row, "application", "custom_fields");
        shown.set("attachments", attachments);
        return shown;
    }

    /** As nested in a candidate. */
    ObjectNode withoutFields(ObjectNode row) {
        ObjectNode shown = Json.pick(row, "id", "candidate_id");
        shown.put("prospect", row.path("prospect").asBoolean()).set("applied_at", row.get("created_at"));
        shown.setAll(Json.pick(row, "rejected_at", "last_activity_at"));
        shown.set(
                "location",
                row.hasNonNull("location_address") ? Json.object().set("address", row.get("location_address")) : null);
        shown.set(
                "source",
                organisation
                        .find("sources", row.get("source_id"))
                        .map(source -> Json.object()
                                .put("id", Json.id(source))
                                .put("public_name", source.path("name").asText()))
                        .orElse(null));
        shown.set(
                "credited_to",
                organisation
                        .find("referrers", row.get("referrer_id"))
                        .map(referrer -> places.person(referrer.get("user_id")))
                        .orElse(null));
        shown.set("recruiter", places.person(row.get("recruiter_id")));
        shown.set("coordinator", places.person(row.get("coordinator_id")));
        rejection(shown, row);
        shown.set("jobs", jobs(row));
        shown.setAll(Json.pick(row, "job_post_id"));
        shown.put("status", status(row)).set("current_stage", stage(row));
        shown.set("answers", row.path("answers").isArray() ? row.get("answers") : Json.array());
        prospect(shown, row);
        shown.set("attachments", attachments(organisation, "application_id", row));
        return shown;
    }

    static ArrayNode attachments(Organisation organisation, String parent, ObjectNode row) {
        ArrayNode all = Json.array();
        organisation.children("attachments", parent, Json.id(row)).forEach(found -> {
            ObjectNode file = Json.pick(found, "filename", "url", "type", "created_at");
            organisation.files().address(found).ifPresent(address -> file.put("url", address));
            all.add(file);
        });
        return all;
    }

    private void rejection(ObjectNode shown, ObjectNode row) {
        Optional<ObjectNode> details = child("rejection_details", row);
        shown.set(
                "rejection_reason",
                details.flatMap(found -> organisation.find("rejection_reasons", found.get("rejection_reason_id")))
                        .map(reason -> Json.pick(reason, "id", "name")
                                .<ObjectNode>set("type", Json.pick((ObjectNode) reason.path("type"), "id", "name")))
                        .orElse(null));
        ObjectNode fields = details.map(found -> {
                    ObjectNode both = Json.object();
                    customFields.addTo(both, found, "rejection_question", "question_custom_fields");
                    return both;
                })
                .orElse(null);
        shown.set("rejection_details", fields);
    }

    private ArrayNode jobs(ObjectNode row) {
        ArrayNode all = Json.array();
        Stream<JsonNode> ids = row.hasNonNull("job_id")
                ? Stream.of(row.get("job_id"))
                : row.path("prospective_job_ids").valueStream();
        ids.forEach(id -> organisation.find("jobs", id).ifPresent(job -> all.add(Json.pick(job, "id", "name"))));
        return all;
    }

    /** A rejected application still has the stage that it was rejected in. */
    private JsonNode stage(ObjectNode row) {
        boolean left =
                row.path("stage_id").isNull() && row.path("status").asText().equals("rejected");
        return (left ? child("application_stages", row) : organisation.find("application_stages", row.get("stage_id")))
                .flatMap(entered -> organisation.find("job_interview_stages", entered.get("job_interview_stage_id")))
                .map(stage -> Json.pick(stage, "id", "name"))
                .orElse(null);
    }

    private void prospect(ObjectNode shown, ObjectNode row) {
        ObjectNode details = child("prospect_details", row).orElseGet(Json::object);
        shown.set("prospective_office", places.office(details.get("office_id"), false));
        shown.set("prospective_department", places.department(details.get("department_id"), false));
        ObjectNode detail = shown.putObject("prospect_detail");
        detail.set("prospect_pool", named(details.get("pool_id")));
        detail.set("prospect_stage", named(details.get("pool_stage_id")));
        detail.set(
                "prospect_owner",
                organisation
                        .find("users", details.get("prospect_owner_id"))
                        .map(user -> Json.pick(user, "id", "name"))
                        .orElse(null));
    }

    /** Pools have no list here, and therefore no name. */
    private static JsonNode named(JsonNode id) {
        return id == null || id.isNull()
                ? null
                : Json.object().<ObjectNode>set("id", id).putNull("name");
    }

    private Optional<ObjectNode> child(String resource, ObjectNode row) {
        return organisation.children(resource, "application_id", Json.id(row)).findFirst();
    }
}
