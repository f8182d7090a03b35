package com.rocketmat.sandbox.greenhouse.switches;

/** Differences in v1 between tenants and times. */
public final class V1Switches {
    /** 403 or 401: the documentation has both. */
    public volatile int missingPermissionStatus = 403;

    /** Whether a key sees private candidates and confidential jobs: its permissions are all or nothing per endpoint. */
    public volatile boolean seesEverything = true;
}
