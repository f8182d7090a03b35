package com.rocketmat.tenant.state;

/** What usable settings that a replica sees mean to all of them. */
public enum Arrival {
    /** No replica ever knew the tenant. */
    NEW,

    /** It could not run before, or these are newer than what any replica ran it with. */
    CHANGED,

    /** Others run it with them, or did before they ended. */
    KNOWN
}
