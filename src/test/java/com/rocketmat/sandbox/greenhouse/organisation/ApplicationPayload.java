package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** Applications in webhooks: in the style of v1, with nested candidate and jobs. */
final class ApplicationPayload {
    private final Organisation organisation;

    ApplicationPayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode of(ObjectNode row) {
        ObjectNode v1 = new V1Applications(organisation).withoutFields(row);
        ObjectNode payload = Json.object();
        ObjectNode application = payload.putObject("application");
        application.setAll(Json.pick(v1, "id"));
        application.set("rejected_at", Json.seconds(row.get("rejected_at")));
        application
                .put("prospect", row.path("prospect").asBoolean())
                .put("status", V1Applications.status(row))
                .set("applied_at", Json.seconds(row.get("created_at")));
        application.set("last_activity_at", Json.seconds(row.get("last_activity_at")));
        application.put(
                "url",
                "https://app.greenhouse.io/people/%s?application_id=%s"
                        .formatted(
                                row.path("candidate_id").asText(),
                                row.path("id").asText()));
        application.set("source", source(v1.get("source")));
        application.set("credited_to", credited(row));
        application.setAll(Json.pick(v1, "rejection_reason", "rejection_details"));
        JsonNode stage = v1.get("current_stage");
        if (stage instanceof ObjectNode known) {
            known.putArray("interviews");
        }
        application.set("current_stage", stage);
        application.setAll(Json.pick(v1, "prospect_detail"));
        application.set("custom_fields", new FieldPayload(organisation).of(row, "application", "custom_fields"));
        application.set(
                "candidate",
                organisation
                        .find("candidates", row.get("candidate_id"))
                        .map(new CandidatePayload(organisation)::of)
                        .orElse(null));
        ArrayNode jobs = application.putArray("jobs");
        v1.path("jobs")
                .forEach(job -> organisation
                        .find("jobs", job.get("id"))
                        .map(new JobPayload(organisation)::of)
                        .ifPresent(jobs::add));
        return payload;
    }

    static ObjectNode deleted(ObjectNode row) {
        ObjectNode payload = Json.pick(row, "id", "candidate_id", "job_id");
        payload.set("created_at", Json.seconds(row.get("created_at")));
        payload.setAll(Json.pick(row, "source_id"));
        payload.putNull("candidate_rejection_reason_id").putNull("rejection_note_id");
        payload.set("rejected_at", Json.seconds(row.get("rejected_at")));
        payload.setAll(Json.pick(row, "referrer_id"));
        payload.put("prospect", row.path("prospect").asBoolean()).putNull("rejected_by_user_id");
        return Json.object().set("application", payload);
    }

    /** Some samples have name, some public_name. */
    private static JsonNode source(JsonNode source) {
        return source instanceof ObjectNode known
                ? known.deepCopy().<ObjectNode>set("name", known.get("public_name"))
                : null;
    }

    private JsonNode credited(ObjectNode row) {
        return organisation
                .find("referrers", row.get("referrer_id"))
                .map(referrer -> organisation
                        .find("users", referrer.get("user_id"))
                        .map(user -> Json.object()
                                .put("id", Json.id(user))
                                .put("email", user.path("primary_email").asText(null))
                                .put("name", user.path("name").asText())
                                .put("employee_id", user.path("employee_id").asText(null)))
                        .orElseGet(() -> Json.pick(referrer, "name")))
                .orElse(null);
    }
}
