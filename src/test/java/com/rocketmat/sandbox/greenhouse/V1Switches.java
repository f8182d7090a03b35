package com.rocketmat.sandbox.greenhouse;

/** Differences in v1 between tenants and times. */
public final class V1Switches {
    /** Applications recorded in 2021 had neither map of custom fields. */
    public enum CustomFieldMaps {
        PRESENT,
        NULL,
        ABSENT
    }

    private volatile int missingPermissionStatus = 403;
    private volatile CustomFieldMaps customFieldMaps = CustomFieldMaps.PRESENT;
    private volatile boolean messageIn422 = true;
    private volatile boolean lastLink = true;
    private volatile boolean seesEverything = true;
    private volatile boolean retryAfterInSeconds = true;

    /** 403 or 401: the documentation has both. */
    public int missingPermissionStatus() {
        return missingPermissionStatus;
    }

    public V1Switches missingPermissionStatus(int value) {
        missingPermissionStatus = value;
        return this;
    }

    public CustomFieldMaps customFieldMaps() {
        return customFieldMaps;
    }

    public V1Switches customFieldMaps(CustomFieldMaps value) {
        customFieldMaps = value;
        return this;
    }

    /** Recorded in 2016: errors without an outer message. */
    public boolean messageIn422() {
        return messageIn422;
    }

    public V1Switches messageIn422(boolean value) {
        messageIn422 = value;
        return this;
    }

    /** Whether Link names the last page; newer endpoints name only the next one. */
    public boolean lastLink() {
        return lastLink;
    }

    public V1Switches lastLink(boolean value) {
        lastLink = value;
        return this;
    }

    /** Whether a key sees private candidates and confidential jobs: its permissions are all or nothing per endpoint. */
    public boolean seesEverything() {
        return seesEverything;
    }

    public V1Switches seesEverything(boolean value) {
        seesEverything = value;
        return this;
    }

    /** Documented in 2023: Retry-After says when to try again, as a Unix time. */
    public boolean retryAfterInSeconds() {
        return retryAfterInSeconds;
    }

    public V1Switches retryAfterInSeconds(boolean value) {
        retryAfterInSeconds = value;
        return this;
    }
}
