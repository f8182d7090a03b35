package com.rocketmat.decision;

/** The purpose of a score. */
public enum DecisionMode {
    /** To be written to Greenhouse. */
    LIVE,
    /** For the tenant's dry run. */
    DRY_RUN,
    /** To compare the version with the active one. */
    SHADOW
}
