package com.rocketmat.feature;

/** The kinds of rows that features are made of; only those that a manifest needs are fetched. */
public enum Source {
    APPLICATION,
    CANDIDATE,
    JOB,
    EMPLOYMENTS,
    EDUCATIONS,
    /** Names of the options that educations point to. */
    OPTIONS
}
