package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;

/** Candidates in webhooks: in full or, if deleted, as a person. */
final class CandidatePayload {
    private final Organisation organisation;

    CandidatePayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode of(ObjectNode row) {
        ObjectNode v1 = new V1Candidates(organisation).show(row);
        ObjectNode payload = Json.pick(row, "id", "first_name", "last_name", "title", "company");
        payload.set("created_at", Json.seconds(row.get("created_at")));
        payload.putNull("external_id")
                .putNull("photo_url")
                .put("url", "https://app.greenhouse.io/people/" + row.path("id").asText())
                .put("is_private", row.path("private").asBoolean())
                .put("can_email", row.path("can_email").asBoolean());
        payload.setAll(Json.pick(
                v1, "phone_numbers", "email_addresses", "addresses", "website_addresses", "social_media_addresses"));
        payload.setAll(Json.pick(v1, "educations", "employments"));
        payload.putNull("recruiter").putNull("coordinator");
        ArrayNode attachments = payload.putArray("attachments");
        v1.path("attachments")
                .forEach(file -> attachments.add(Json.pick((ObjectNode) file, "filename", "url", "type")));
        payload.set("tags", v1.get("tags"));
        payload.set("custom_fields", new FieldPayload(organisation).of(row, "candidate", "custom_fields"));
        return payload;
    }

    static ObjectNode person(ObjectNode row) {
        ObjectNode payload = Json.pick(row, "id", "first_name", "last_name", "company", "title");
        payload.set("created_at", Json.seconds(row.get("created_at")));
        return payload.putNull("headline")
                .put("is_private", row.path("private").asBoolean())
                .putNull("recruiter_user_id")
                .putNull("coordinator_user_id")
                .put("can_email", row.path("can_email").asBoolean());
    }
}
