package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.Comparator;
import java.util.Optional;

/**
 * The stages of a job and an application's way through them: an application refers to its own instance of a stage, which refers
 * to the job's stage.
 */
final class Stages {
    private Stages() {}

    /** Usually Application Review. */
    static Optional<ObjectNode> first(Organisation organisation, long jobId) {
        return organisation
                .children("job_interview_stages", "job_id", jobId)
                .filter(stage -> stage.path("active").asBoolean())
                .min(Comparator.comparingInt(
                                (ObjectNode stage) -> stage.path("sort_order").asInt())
                        .thenComparingLong(Json::id));
    }

    /** Enters a stage now; changes the row without storing it. */
    static void enter(Organisation organisation, ObjectNode application, ObjectNode stage) {
        long entered = OrganisationBuilder.nextId(organisation, "application_stages");
        organisation.add(
                "application_stages",
                Json.object()
                        .put("id", entered)
                        .put("application_id", Json.id(application))
                        .put("job_interview_stage_id", Json.id(stage))
                        .put("entered_at", Json.time(organisation.now()))
                        .put("current", true));
        application
                .put("stage_id", entered)
                .put("stage_name", stage.path("name").asText());
    }

    /** Leaves the current stage: rejected, hired and converted applications are in none. */
    static void leave(Organisation organisation, ObjectNode application) {
        if (application.hasNonNull("stage_id")
                && organisation
                        .find("application_stages", application.get("stage_id").longValue())
                        .isPresent()) {
            organisation.alter(
                    "application_stages",
                    application.get("stage_id").longValue(),
                    true,
                    stage -> stage.put("current", false).put("exited_at", Json.time(organisation.now())));
        }
        application.putNull("stage_id").putNull("stage_name").putNull("job_interview_stage_id");
    }

    /** Deletes the history of stages. */
    static void forget(Organisation organisation, long applicationId) {
        organisation
                .children("application_stages", "application_id", applicationId)
                .toList()
                .forEach(stage -> organisation.remove("application_stages", Json.id(stage)));
    }
}
