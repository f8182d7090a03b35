package com.rocketmat.feature;

/** The kinds of rows that features are computed from; only those a manifest needs are fetched. */
public enum Source {
    APPLICATION("applications"),
    CANDIDATE("candidates"),
    JOB("jobs"),
    EMPLOYMENTS("candidate_employments"),
    EDUCATIONS("candidate_educations"),
    /** Names of the options that educations refer to. */
    OPTIONS("custom_field_options"),
    /** Offices that jobs refer to. */
    OFFICES("offices"),
    /** Includes the file of the newest resume. */
    ATTACHMENTS("attachments");

    private final String list;

    Source(String list) {
        this.list = list;
    }

    /** The name of the list in Harvest v3, as in {@code Operation.label()}. */
    public String list() {
        return list;
    }
}
