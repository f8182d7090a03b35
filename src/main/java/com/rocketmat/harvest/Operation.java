package com.rocketmat.harvest;

/** The calls that this service makes, each with the scope that a tenant has to tick for it. */
enum Operation {
    LIST_APPLICATIONS("applications", "harvest:applications:list"),
    UPDATE_APPLICATION("update_application", "harvest:applications:update"),
    LIST_CANDIDATES("candidates", "harvest:candidates:list"),
    LIST_EMPLOYMENTS("candidate_employments", "harvest:candidate_employments:list"),
    LIST_EDUCATIONS("candidate_educations", "harvest:candidate_educations:list"),
    LIST_JOBS("jobs", "harvest:jobs:list"),
    LIST_CUSTOM_FIELDS("custom_fields", "harvest:custom_fields:list"),
    LIST_OPTIONS("custom_field_options", "harvest:custom_field_options:list");

    private final String label;
    private final String scope;

    Operation(String label, String scope) {
        this.label = label;
        this.scope = scope;
    }

    String label() {
        return label;
    }

    String scope() {
        return scope;
    }

    boolean writes() {
        return this == UPDATE_APPLICATION;
    }
}
