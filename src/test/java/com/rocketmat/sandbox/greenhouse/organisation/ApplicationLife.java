package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.util.List;

/** What people do with an application. */
final class ApplicationLife {
    private static final List<String> PARTS =
            List.of("application_stages", "attachments", "rejection_details", "prospect_details");
    private final Organisation organisation;
    private final Hooks hooks;

    ApplicationLife(Organisation organisation, Hooks hooks) {
        this.organisation = organisation;
        this.hooks = hooks;
    }

    void move(long id, long jobStageId) {
        ObjectNode stage = organisation.get("job_interview_stages", jobStageId);
        organisation.alter("applications", id, true, row -> {
            Stages.leave(organisation, row);
            Stages.enter(organisation, row, stage);
        });
        hooks.application("candidate_stage_change", id);
    }

    /** As POST /v3/applications/{id}/move with the other job: the same application, in that job's first stage. */
    void moveToJob(long id, long jobId) {
        organisation.alter("applications", id, true, row -> {
            Stages.leave(organisation, row);
            row.put("job_id", organisation.get("jobs", jobId).get("id").longValue())
                    .put("last_activity_at", Json.time(organisation.now()));
            Stages.first(organisation, jobId).ifPresent(stage -> Stages.enter(organisation, row, stage));
        });
        hooks.application("candidate_stage_change", id);
    }

    void hire(long id) {
        close(id, "hired");
        hooks.application("hire_candidate", id);
    }

    /** @param reason null for none */
    void reject(long id, Long reason) {
        String now = Json.time(organisation.now());
        organisation.alter("applications", id, true, row -> row.put("rejected_at", now));
        close(id, "rejected");
        organisation.add(
                "rejection_details",
                Json.object()
                        .put("id", OrganisationBuilder.nextId(organisation, "rejection_details"))
                        .put("application_id", id)
                        .put("rejected_by_id", organisation.userId())
                        .put("rejection_reason_id", reason)
                        .put("rejected_at", now));
        hooks.application("reject_candidate", id);
    }

    void unreject(long id) {
        removeParts(id, List.of("rejection_details"));
        reopen(id);
        hooks.application("unreject_candidate", id);
    }

    long convert(long prospectId, long jobId) {
        ObjectNode prospect = organisation.get("applications", prospectId);
        if (!prospect.path("prospect").asBoolean()) {
            throw new IllegalArgumentException("application " + prospectId + " is not a prospect");
        }
        close(prospectId, "converted");
        return organisation.addApplication(prospect.get("candidate_id").longValue(), jobId);
    }

    void delete(long id) {
        ObjectNode gone = organisation.get("applications", id);
        remove(id);
        hooks.deletedApplication(gone);
    }

    /** With its stages, attachments, …; fires no webhook. */
    void remove(long id) {
        removeParts(id, PARTS);
        organisation.remove("applications", id);
    }

    private void close(long id, String status) {
        organisation.alter("applications", id, true, row -> {
            row.put("status", status).put("needs_decision", false);
            Stages.leave(organisation, row);
        });
    }

    private void reopen(long id) {
        organisation.alter("applications", id, true, row -> {
            row.put("status", "in_process").putNull("rejected_at");
            Stages.first(organisation, row.path("job_id").longValue())
                    .ifPresent(stage -> Stages.enter(organisation, row, stage));
        });
    }

    private void removeParts(long id, List<String> resources) {
        resources.forEach(resource -> organisation
                .children(resource, "application_id", id)
                .toList()
                .forEach(part -> organisation.remove(resource, Json.id(part))));
    }
}
