package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Anonymises a candidate, field by field as Greenhouse names them. */
final class Anonymisation {
    private static final Map<String, Consumer<ObjectNode>> OF_CANDIDATE = Map.ofEntries(
            Map.entry(
                    "full_name",
                    row -> row.put("first_name", "Anonymized")
                            .put("last_name", row.path("id").asText())),
            Map.entry("current_company", row -> row.putNull("company")),
            Map.entry("current_title", row -> row.putNull("title")),
            Map.entry("tags", row -> row.putArray("tags")),
            Map.entry("phone_numbers", row -> row.putArray("phone_numbers")),
            Map.entry("email_addresses", row -> row.putArray("email_addresses")),
            Map.entry("addresses", row -> row.putArray("addresses")),
            Map.entry("websites", row -> row.putArray("website_addresses")),
            Map.entry("social_media_links", row -> row.putArray("social_media_addresses")),
            Map.entry("custom_candidate_fields", row -> row.putObject("custom_fields")));
    private static final Map<String, Consumer<ObjectNode>> OF_APPLICATIONS = Map.of(
            "custom_application_fields", row -> row.putObject("custom_fields"),
            "application_questions", row -> row.putArray("answers"),
            "location", row -> row.putNull("location_address"),
            "source", row -> row.putNull("source_id"),
            "credited_to", row -> row.putNull("referrer_id"),
            "recruiter", row -> row.putNull("recruiter_id"),
            "coordinator", row -> row.putNull("coordinator_id"),
            "prospect_jobs", row -> row.putArray("prospective_job_ids"));
    private static final Map<String, Consumer<ObjectNode>> OF_REJECTIONS = Map.of(
            "rejection_reason", row -> row.putNull("rejection_reason_id"),
            "rejection_notes", row -> row.putNull("rejection_note_id"),
            "custom_rejection_question_fields", row -> row.putObject("question_custom_fields"));
    private static final Map<String, Consumer<ObjectNode>> OF_PROSPECTS = Map.of(
            "prospect_owner", row -> row.putNull("prospect_owner_id"),
            "prospect_pool_and_stage", row -> row.putNull("pool_id").putNull("pool_stage_id"),
            "prospect_offices", row -> row.putNull("office_id"),
            "prospect_offices_and_departments", row -> row.putNull("office_id").putNull("department_id"));
    private static final Map<String, String> REMOVED = Map.of(
            "attachments", "attachments",
            "education", "candidate_educations",
            "employment", "candidate_employments");
    private static final String STAGES = "candidate_stage_data";

    /** Fields that these lists do not show. */
    private static final Set<String> UNSEEN = Set.of(
            "emails",
            "referral_questions",
            "notes",
            "activity_items",
            "innotes",
            "inmails",
            "scorecards_and_interviews",
            "offers",
            "all_offer_versions",
            "headline",
            "follow_up_reminders",
            "candidate_photo",
            "touchpoints",
            "third_party_integrations",
            "match_score_reasoning",
            "identity_verification");

    private final Organisation organisation;
    private final boolean movesUpdatedAt;

    Anonymisation(Organisation organisation, LifeSwitches switches) {
        this.organisation = organisation;
        this.movesUpdatedAt = switches.anonymiseMovesUpdatedAt;
    }

    /** All of Greenhouse's field names. */
    static Set<String> names() {
        Set<String> names = new TreeSet<>(UNSEEN);
        List.of(OF_CANDIDATE, OF_APPLICATIONS, OF_REJECTIONS, OF_PROSPECTS, REMOVED)
                .forEach(effects -> names.addAll(effects.keySet()));
        names.add(STAGES);
        return names;
    }

    void apply(long candidateId, Set<String> fields) {
        Set<String> unknown = new TreeSet<>(fields);
        unknown.removeAll(names());
        if (!unknown.isEmpty() || fields.isEmpty()) {
            throw new IllegalArgumentException("no fields to make anonymous: " + unknown);
        }
        List<Long> applications = ids("applications", "candidate_id", candidateId);
        change("candidates", List.of(candidateId), OF_CANDIDATE, fields);
        REMOVED.forEach((name, resource) -> {
            if (fields.contains(name)) {
                ids(resource, "candidate_id", candidateId).forEach(id -> organisation.remove(resource, id));
            }
        });
        for (long application : applications) {
            change("applications", List.of(application), OF_APPLICATIONS, fields);
            change("rejection_details", parts("rejection_details", application), OF_REJECTIONS, fields);
            change("prospect_details", parts("prospect_details", application), OF_PROSPECTS, fields);
            if (fields.contains("attachments")) {
                parts("attachments", application).forEach(id -> organisation.remove("attachments", id));
            }
            if (fields.contains(STAGES)) {
                restart(application);
            }
        }
    }

    /** The application looks new: applied for now, and in the job's first stage. */
    private void restart(long application) {
        Stages.forget(organisation, application);
        organisation.alter("applications", application, movesUpdatedAt, row -> {
            row.put("created_at", Json.time(organisation.now()));
            row.putNull("stage_id").putNull("stage_name").putNull("job_interview_stage_id");
            if (row.path("status").asText().equals("in_process")) {
                Stages.first(organisation, row.path("job_id").longValue())
                        .ifPresent(stage -> Stages.enter(organisation, row, stage));
            }
        });
    }

    private void change(
            String resource, List<Long> ids, Map<String, Consumer<ObjectNode>> effects, Set<String> fields) {
        List<Consumer<ObjectNode>> wanted =
                fields.stream().filter(effects::containsKey).map(effects::get).toList();
        if (!wanted.isEmpty()) {
            ids.forEach(id -> organisation.alter(
                    resource, id, movesUpdatedAt, row -> wanted.forEach(effect -> effect.accept(row))));
        }
    }

    private List<Long> parts(String resource, long application) {
        return ids(resource, "application_id", application);
    }

    private List<Long> ids(String resource, String parent, long id) {
        return organisation
                .table(resource)
                .children(parent, List.of(id))
                .map(row -> row.get("id").longValue())
                .toList();
    }
}
