package com.rocketmat.tenant.state;

/** What a replica's valid settings mean for all replicas. */
public enum Arrival {
    /** The tenant is new to every replica. */
    NEW,

    /** The tenant could not run before, or these settings are newer than any replica ran with. */
    CHANGED,

    /** Other replicas run the tenant with these settings, or did before they ended. */
    KNOWN
}
