package com.rocketmat.webhook;

import java.util.Set;

/** The effect of one of Greenhouse's actions. */
enum Effect {
    /** The application is read, and scored if eligible. */
    READ,
    /** The candidate may have objected: its known applications are read again. */
    READ_CANDIDATE,
    FORGET_JOBS,
    ERASE_CANDIDATE,
    ERASE_APPLICATION,
    /** One of two candidates remains, with the applications of both. */
    MERGE,
    NOTHING;

    /** Name of unknown actions, so that callers cannot create series of metrics. */
    static final String OTHER = "other";

    private static final Set<String> WITHOUT_EFFECT = Set.of("""
            ping department_deleted hire_candidate interview_deleted job_approved job_created
            job_interview_stage_deleted job_post_created job_post_deleted job_post_updated new_prospect_application
            offer_approved offer_created offer_deleted offer_updated office_deleted reject_candidate scorecard_deleted
            unhire_candidate""".split("\\s+"));

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

    /** The name under which an action is counted and stored. */
    static String known(String action) {
        return of(action) != NOTHING || WITHOUT_EFFECT.contains(action) ? action : OTHER;
    }
}
