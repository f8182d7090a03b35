package com.rocketmat.feature;

/** What a training, an export and the warnings do with a feature, beyond computing it. */
public enum Treatment {
    NONE,
    /** May contain a full address or any text of the applicant: never exported, and warned of as a known proxy. */
    TELLING,
    /**
     * Reckoned as of its creation for each application: as of a score for some only, it would tell which applications were scored
     * before their decision.
     */
    AS_OF_CREATION,
    /** Greenhouse removes it from a decided application: the value that a model would have seen is gone, so it is not learned from. */
    LOST_WHEN_DECIDED
}
