package com.rocketmat.decision;

/** What a score was made for. */
public enum DecisionMode {
    /** To be written to Greenhouse. */
    LIVE,
    /** The tenant's dry run. */
    DRY_RUN,
    /** A version that is compared with the active one. */
    SHADOW
}
