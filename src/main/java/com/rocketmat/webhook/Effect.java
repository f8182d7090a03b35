package com.rocketmat.webhook;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

enum Effect {
    /** The application is read, and scored if eligible. */
    READ("new_candidate_application unreject_candidate candidate_stage_change application_updated"),
    /** The candidate may have objected, so its known applications are read again. */
    READ_CANDIDATE("update_candidate"),
    FORGET_JOBS("job_updated job_deleted"),
    ERASE_CANDIDATE("delete_candidate candidate_anonymized"),
    ERASE_APPLICATION("delete_application"),
    /** One of two candidates remains and gets the applications of both. */
    MERGE("merge_candidate"),
    NOTHING("""
            ping department_deleted hire_candidate interview_deleted job_approved job_created
            job_interview_stage_deleted job_post_created job_post_deleted job_post_updated new_prospect_application
            offer_approved offer_created offer_deleted offer_updated office_deleted reject_candidate scorecard_deleted
            unhire_candidate""");

    /** Replaces unknown actions, so that callers cannot create metric series. */
    static final String OTHER = "other";

    private static final Map<String, Effect> BY_ACTION = Arrays.stream(values())
            .flatMap(effect -> Arrays.stream(effect.actions.split("\\s+")).map(action -> Map.entry(action, effect)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final String actions;

    Effect(String actions) {
        this.actions = actions;
    }

    static Effect of(String action) {
        return BY_ACTION.getOrDefault(action, NOTHING);
    }

    static Set<String> actions(Effect... effects) {
        Set<Effect> included = Set.of(effects);
        return BY_ACTION.keySet().stream()
                .filter(action -> included.contains(of(action)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The action as it is counted and stored. */
    static String knownOrOther(String action) {
        return BY_ACTION.containsKey(action) ? action : OTHER;
    }
}
