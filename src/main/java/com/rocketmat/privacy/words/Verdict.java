package com.rocketmat.privacy.words;

/** What the next run would do with an application in its current state in Greenhouse. */
public enum Verdict {
    SCORED_NEXT,
    /** By another version than that of its present score. */
    SCORED_AGAIN,
    SCORED_IN_TRIAL,
    LEFT_ALONE,
    /** Greenhouse could not be read. */
    NOT_SEEN
}
