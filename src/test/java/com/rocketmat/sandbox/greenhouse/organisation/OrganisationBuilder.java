package com.rocketmat.sandbox.greenhouse.organisation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.sandbox.greenhouse.table.Catalogue;
import com.rocketmat.sandbox.greenhouse.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Small organisations for tests; callers hold the organisation's lock. Ids are above 2^32 and increase, like real ones. */
public final class OrganisationBuilder {
    private static final long FIRST_ID = 7_000_000_002L;
    private static final long STEP = 1_000;

    /** Gap between lists, so that an id confused with another row's is never valid by accident. */
    private static final long APART = 50_000_000;

    private static final List<String> LISTS = List.copyOf(Catalogue.names());
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

    public static ObjectNode field(long id, String key, String name, String valueType) {
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
        long job = nextId(organisation, "jobs");
        organisation.add("jobs", Json.object().put("id", job).put("name", name).put("status", "open"));
        addStage(organisation, job, "Application Review");
        return job;
    }

    static long addStage(Organisation organisation, long jobId, String name) {
        long stage = nextId(organisation, "job_interview_stages");
        long before =
                organisation.children("job_interview_stages", "job_id", jobId).count();
        organisation.add(
                "job_interview_stages",
                Json.object()
                        .put("id", stage)
                        .put("job_id", jobId)
                        .put("sort_order", before)
                        .put("name", name)
                        .put("active", true));
        return stage;
    }

    static long addCandidate(Organisation organisation, String firstName, String lastName) {
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

    static long addRejectionReason(Organisation organisation, String name, String typeKey, String typeName) {
        long reason = nextId(organisation, "rejection_reasons");
        ObjectNode row = Json.object().put("id", reason).put("name", name);
        row.putObject("type").put("id", reason + 1).put("key", typeKey).put("name", typeName);
        organisation.add("rejection_reasons", row);
        return reason;
    }

    static long addApplication(
            Organisation organisation, long candidateId, long jobId, Map<String, JsonNode> customFields) {
        long application = nextId(organisation, "applications");
        ObjectNode row = Json.object()
                .put("id", application)
                .put("candidate_id", candidateId)
                .put("job_id", jobId)
                .put("status", "in_process")
                .put("needs_decision", true);
        customFields.forEach((key, value) -> row.withObject("/custom_fields")
                .set(key, organisation.applicationField(key).entry(value)));
        Stages.first(organisation, jobId).ifPresent(stage -> Stages.enter(organisation, row, stage));
        organisation.add("applications", row);
        return application;
    }

    static long addAttachment(Organisation organisation, long applicationId, String type, String filename) {
        long attachment = nextId(organisation, "attachments");
        organisation.add(
                "attachments",
                Json.object()
                        .put("id", attachment)
                        .put("application_id", applicationId)
                        .put(
                                "candidate_id",
                                organisation
                                        .get("applications", applicationId)
                                        .path("candidate_id")
                                        .longValue())
                        .put("type", type)
                        .put("filename", filename));
        return attachment;
    }

    static long addProspect(Organisation organisation, long candidateId, long... jobIds) {
        long application = nextId(organisation, "applications");
        ObjectNode row = Json.object()
                .put("id", application)
                .put("candidate_id", candidateId)
                .put("status", "in_process")
                .put("prospect", true);
        ArrayNode jobs = row.putArray("prospective_job_ids");
        for (long job : jobIds) {
            jobs.add(job);
        }
        organisation.add("applications", row);
        organisation.add(
                "prospect_details",
                Json.object()
                        .put("id", nextId(organisation, "prospect_details"))
                        .put("application_id", application));
        return application;
    }

    static long nextId(Organisation organisation, String resource) {
        long newest = organisation.table(resource).newest();
        return Math.max(FIRST_ID + APART * LISTS.indexOf(resource), newest + STEP);
    }
}
