package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.switches.LifeSwitches;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Anonymises a candidate, field by field as Greenhouse names them. */
final class Anonymisation {
    private static final Map<String, Consumer<ObjectNode>> OF_CANDIDATE = Map.of(
            "full_name",
                    row -> row.put("first_name", "Anonymized")
                            .put("last_name", row.path("id").asText()),
            "current_company", row -> row.putNull("company"),
            "current_title", row -> row.putNull("title"),
            "tags", row -> row.putArray("tags"),
            "phone_numbers", row -> row.putArray("phone_numbers"),
            "email_addresses", row -> row.putArray("email_addresses"));
    private static final Map<String, Consumer<ObjectNode>> OF_APPLICATIONS = Map.of(
            "custom_application_fields", row -> row.putObject("custom_fields"),
            "application_questions", row -> row.putArray("answers"),
            "location", row -> row.putNull("location_address"),
            "source", row -> row.putNull("source_id"));
    private static final Map<String, String> REMOVED = Map.of(
            "attachments", "attachments",
            "education", "candidate_educations",
            "employment", "candidate_employments");
    private static final String STAGES = "candidate_stage_data";

    private final Organisation organisation;
    private final boolean movesUpdatedAt;

    Anonymisation(Organisation organisation, LifeSwitches switches) {
        this.organisation = organisation;
        this.movesUpdatedAt = switches.anonymiseMovesUpdatedAt;
    }

    /** Of Greenhouse's names only those whose effect is known here. */
    void apply(long candidateId, Set<String> fields) {
        Set<String> unknown = new TreeSet<>(fields);
        List.of(OF_CANDIDATE, OF_APPLICATIONS, REMOVED).forEach(effects -> unknown.removeAll(effects.keySet()));
        unknown.remove(STAGES);
        if (fields.isEmpty()) {
            throw new IllegalArgumentException("no fields to make anonymous");
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "the simulator does not know the effect of making anonymous: " + unknown);
        }
        List<Long> applications = ids("applications", "candidate_id", candidateId);
        change("candidates", List.of(candidateId), OF_CANDIDATE, fields);
        change("applications", applications, OF_APPLICATIONS, fields);
        REMOVED.forEach((name, resource) -> {
            if (fields.contains(name)) {
                ids(resource, "candidate_id", candidateId).forEach(id -> organisation.remove(resource, id));
            }
        });
        for (long application : applications) {
            if (fields.contains("attachments")) {
                ids("attachments", "application_id", application).forEach(id -> organisation.remove("attachments", id));
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

    private List<Long> ids(String resource, String parent, long id) {
        return organisation.children(resource, parent, id).map(Json::id).toList();
    }
}
