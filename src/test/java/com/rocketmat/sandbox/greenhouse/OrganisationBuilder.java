package com.rocketmat.sandbox.greenhouse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** Small organisations for tests. Ids are above 2^32 and grow, like the real ones. */
final class OrganisationBuilder {
    private static final long FIRST_ID = 7_000_000_002L;
    private static final long STEP = 1_000;
    private static final long USER_ID = 4_410_002_002L;

    private OrganisationBuilder() {}

    static ObjectNode file(String name, Instant anchor) {
        String now = Json.time(anchor);
        ObjectNode file = Json.object()
                .put("name", name)
                .put("client_id", name + "-client-7001")
                .put("client_secret", name + "-secret")
                .put("user_id", USER_ID)
                .put("anchor", anchor.toString());
        file.putArray("users")
                .addObject()
                .put("id", USER_ID)
                .put("created_at", now)
                .put("updated_at", now)
                .put("first_name", "Site")
                .put("last_name", "Admin")
                .put("name", "Site Admin")
                .put("primary_email", "admin@" + name + ".example")
                .put("site_admin", true);
        file.putArray("custom_fields")
                .add(field(USER_ID + STEP, "rocketmat", "Rocketmat", "number")
                        .put("created_at", now)
                        .put("updated_at", now));
        return file;
    }

    static ObjectNode field(long id, String key, String name, String valueType) {
        return Json.object()
                .put("id", id)
                .put("field_type", "application")
                .put("name", name)
                .put("name_key", key)
                .put("value_type", valueType)
                .put("active", true)
                .put("application_type", "candidate_applications");
    }

    static long addJob(Organisation organisation, String name) {
        synchronized (organisation) {
            long job = nextId(organisation, "jobs");
            long stage = nextId(organisation, "job_interview_stages");
            organisation.add(
                    "jobs", Json.object().put("id", job).put("name", name).put("status", "open"));
            organisation.add(
                    "job_interview_stages",
                    Json.object()
                            .put("id", stage)
                            .put("job_id", job)
                            .put("name", "Application Review")
                            .put("active", true));
            return job;
        }
    }

    static long addCandidate(Organisation organisation, String firstName, String lastName) {
        synchronized (organisation) {
            long candidate = nextId(organisation, "candidates");
            organisation.add(
                    "candidates",
                    Json.object()
                            .put("id", candidate)
                            .put("first_name", firstName)
                            .put("last_name", lastName)
                            .put("can_email", true));
            return candidate;
        }
    }

    static long addApplication(Organisation organisation, long candidateId, long jobId) {
        synchronized (organisation) {
            long application = nextId(organisation, "applications");
            ObjectNode row = Json.object()
                    .put("id", application)
                    .put("candidate_id", candidateId)
                    .put("job_id", jobId)
                    .put("status", "in_process")
                    .put("needs_decision", true);
            organisation.table("job_interview_stages").all().stream()
                    .filter(stage -> stage.path("job_id").longValue() == jobId)
                    .reduce((_, first) -> first)
                    .ifPresent(stage -> enter(organisation, row, stage));
            organisation.add("applications", row);
            return application;
        }
    }

    private static void enter(Organisation organisation, ObjectNode application, JsonNode stage) {
        long entered = nextId(organisation, "application_stages");
        organisation.add(
                "application_stages",
                Json.object()
                        .put("id", entered)
                        .put("application_id", application.get("id").longValue())
                        .put("job_interview_stage_id", stage.get("id").longValue())
                        .put("current", true));
        application
                .put("stage_id", entered)
                .put("stage_name", stage.path("name").asText());
    }

    private static long nextId(Organisation organisation, String resource) {
        return organisation.table(resource).all().stream()
                .findFirst()
                .map(row -> Math.max(FIRST_ID, row.get("id").longValue() + STEP))
                .orElse(FIRST_ID);
    }
}
