package com.rocketmat.feature;

/** The kinds of rows that features are made of; only those that a manifest needs are fetched. */
public enum Source {
    APPLICATION("applications"),
    CANDIDATE("candidates"),
    JOB("jobs"),
    EMPLOYMENTS("candidate_employments"),
    EDUCATIONS("candidate_educations"),
    /** Names of the options that educations point to. */
    OPTIONS("custom_field_options"),
    /** Those that jobs point to. */
    OFFICES("offices"),
    /** And the file that the newest resume among them points to. */
    ATTACHMENTS("attachments");

    private final String list;

    Source(String list) {
        this.list = list;
    }

    /** As Harvest v3 calls the list of these rows. */
    String list() {
        return list;
    }
}
