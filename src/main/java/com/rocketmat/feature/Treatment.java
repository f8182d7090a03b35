package com.rocketmat.feature;

/** How trainings, exports and warnings treat a feature. */
public enum Treatment {
    NONE,
    /** May contain a full address or any text of the applicant: never exported, and reported as a known proxy. */
    TELLING,
    /**
     * Computed as of the application's creation. As of the score, which only some have, it would reveal which applications were scored
     * before their decision.
     */
    AS_OF_CREATION,
    /** Not learned from, because Greenhouse removes the value from decided applications. */
    LOST_WHEN_DECIDED
}
