package com.rocketmat.webhook;

import java.util.Set;

/** What an action of Greenhouse's leads to here. */
enum Effect {
    /** The application is read, and scored if it has to be. */
    READ,
    /** The candidate may have objected: what is known of its applications is read again. */
    READ_CANDIDATE,
    FORGET_JOBS,
    ERASE_CANDIDATE,
    ERASE_APPLICATION,
    /** Of two candidates one is left, which has the applications of both. */
    MERGE,
    NOTHING;

    /** What unknown actions are called, so that no caller makes up a series of metrics. */
    static final String OTHER = "other";

    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "ping",
            "department_deleted",
            "hire_candidate",
            "interview_deleted",
            "job_approved",
            "job_created",
            "job_interview_stage_deleted",
            "job_post_created",
            "job_post_deleted",
            "job_post_updated",
            "new_prospect_application",
            "offer_approved",
            "offer_created",
            "offer_deleted",
            "offer_updated",
            "office_deleted",
            "reject_candidate",
            "scorecard_deleted",
            "unhire_candidate");

    static Effect of(String action) {
        return switch (action) {
            case "new_candidate_application", "unreject_candidate", "candidate_stage_change", "application_updated" ->
                READ;
            case "update_candidate" -> READ_CANDIDATE;
            case "job_updated", "job_deleted" -> FORGET_JOBS;
            case "delete_candidate", "candidate_anonymized" -> ERASE_CANDIDATE;
            case "delete_application" -> ERASE_APPLICATION;
            case "merge_candidate" -> MERGE;
            default -> NOTHING;
        };
    }

    /** The action as it is counted and stored. */
    static String known(String action) {
        return of(action) != NOTHING || WITHOUT_EFFECT.contains(action) ? action : OTHER;
    }
}
