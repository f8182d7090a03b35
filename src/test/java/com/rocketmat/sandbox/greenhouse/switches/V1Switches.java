package com.rocketmat.sandbox.greenhouse.switches;

/** Differences in v1 between tenants and times. */
public final class V1Switches {
    /** Applications recorded in 2021 had neither map of custom fields. */
    public enum CustomFieldMaps {
        PRESENT,
        NULL,
        ABSENT
    }

    /** 403 or 401: the documentation has both. */
    public volatile int missingPermissionStatus = 403;

    public volatile CustomFieldMaps customFieldMaps = CustomFieldMaps.PRESENT;

    /** Recorded in 2016: errors without an outer message. */
    public volatile boolean messageIn422 = true;

    /** Whether Link names the last page; newer endpoints name only the next one. */
    public volatile boolean lastLink = true;

    /** Whether a key sees private candidates and confidential jobs: its permissions are all or nothing per endpoint. */
    public volatile boolean seesEverything = true;

    /** Documented in 2023: Retry-After says when to try again, as a Unix time. */
    public volatile boolean retryAfterInSeconds = true;
}
