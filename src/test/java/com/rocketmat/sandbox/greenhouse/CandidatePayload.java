package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Candidates in webhooks: in full or, if deleted, as a person. */
final class CandidatePayload {
    private final Organisation organisation;

    CandidatePayload(Organisation organisation) {
        this.organisation = organisation;
    }

    ObjectNode of(ObjectNode row) {
        ObjectNode v1 = new V1Candidates(organisation).show(row);
        ObjectNode told = Json.pick(row, "id", "first_name", "last_name", "title", "company");
        told.set("created_at", Json.seconds(row.get("created_at")));
        told.putNull("external_id")
                .putNull("photo_url")
                .put("url", "https://app.greenhouse.io/people/" + row.path("id").asText())
                .put("is_private", row.path("private").asBoolean())
                .put("can_email", row.path("can_email").asBoolean());
        told.setAll(Json.pick(
                v1, "phone_numbers", "email_addresses", "addresses", "website_addresses", "social_media_addresses"));
        history(told.putArray("educations"), v1.path("educations"), "school_name", "degree", "discipline");
        history(told.putArray("employments"), v1.path("employments"), "company_name", "title");
        told.putNull("recruiter").putNull("coordinator");
        ArrayNode attachments = told.putArray("attachments");
        v1.path("attachments")
                .forEach(file -> attachments.add(Json.pick((ObjectNode) file, "filename", "url", "type")));
        told.set("tags", v1.get("tags"));
        told.set("custom_fields", new FieldPayload(organisation).of(row, "candidate", "custom_fields"));
        return told;
    }

    static ObjectNode person(ObjectNode row) {
        ObjectNode told = Json.pick(row, "id", "first_name", "last_name", "company", "title");
        told.set("created_at", Json.seconds(row.get("created_at")));
        return told.putNull("headline")
                .put("is_private", row.path("private").asBoolean())
                .putNull("recruiter_user_id")
                .putNull("coordinator_user_id")
                .put("can_email", row.path("can_email").asBoolean());
    }

    private static void history(ArrayNode told, JsonNode rows, String... names) {
        rows.forEach(row -> {
            ObjectNode entry = Json.pick((ObjectNode) row, names);
            List.of("start_date", "end_date").forEach(day -> entry.set(day, american(row.path(day))));
            told.add(entry);
        });
    }

    /** MM/DD/YYYY, unlike anywhere else. */
    private static JsonNode american(JsonNode day) {
        String text = day.asText("");
        return text.matches("\\d{4}-\\d\\d-\\d\\d.*")
                ? Json.text(text.substring(5, 7) + "/" + text.substring(8, 10) + "/" + text.substring(0, 4))
                : null;
    }
}
