package com.rocketmat.harvest;

/** The calls that this service makes, each with the right that a tenant has to grant: v3's scope, v1's permission. */
public enum Operation {
    LIST_APPLICATIONS("applications", "harvest:applications:list", "Get: List Applications"),
    /** v1 only; v3 lists by id. */
    RETRIEVE_APPLICATION("application", "harvest:applications:list", "Get: Retrieve Application"),
    UPDATE_APPLICATION("update_application", "harvest:applications:update", "Patch: Update Application"),
    LIST_CANDIDATES("candidates", "harvest:candidates:list", "Get: List Candidates"),
    LIST_EMPLOYMENTS("candidate_employments", "harvest:candidate_employments:list", "Get: List Candidates"),
    LIST_EDUCATIONS("candidate_educations", "harvest:candidate_educations:list", "Get: List Candidates"),
    LIST_JOBS("jobs", "harvest:jobs:list", "Get: List Jobs"),
    LIST_OFFICES("offices", "harvest:offices:list", "Get: List Jobs"),
    LIST_ATTACHMENTS("attachments", "harvest:attachments:list", "Get: List Applications"),
    LIST_CUSTOM_FIELDS("custom_fields", "harvest:custom_fields:list", "Get: Get custom fields"),
    LIST_OPTIONS("custom_field_options", "harvest:custom_field_options:list", "Get: Get custom fields"),
    // outcomes of applications, for training: v1 returned them with the application
    LIST_STAGES("application_stages", "harvest:application_stages:list", "Get: List Applications"),
    LIST_JOB_STAGES("job_interview_stages", "harvest:job_interview_stages:list", "Get: List Applications"),
    LIST_REJECTIONS("rejection_details", "harvest:rejection_details:list", "Get: List Applications"),
    LIST_REJECTION_REASONS("rejection_reasons", "harvest:rejection_reasons:list", "Get: List Applications");

    private final String label;
    private final String scope;
    private final String permission;

    Operation(String label, String scope, String permission) {
        this.label = label;
        this.scope = scope;
        this.permission = permission;
    }

    public String label() {
        return label;
    }

    public String scope() {
        return scope;
    }

    public String permission() {
        return permission;
    }

    public boolean lists() {
        return this != RETRIEVE_APPLICATION && !writes();
    }

    /** Only needed for trainings and to export training data. */
    public boolean ofOutcomes() {
        return switch (this) {
            case LIST_STAGES, LIST_JOB_STAGES, LIST_REJECTIONS, LIST_REJECTION_REASONS -> true;
            default -> false;
        };
    }

    public boolean writes() {
        return this == UPDATE_APPLICATION;
    }
}
