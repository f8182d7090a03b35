package com.rocketmat.privacy.words;

/** What the next run would do with an application, as Greenhouse shows it now. */
public enum Verdict {
    SCORED_NEXT,
    /** By another version than the score that it carries. */
    SCORED_AGAIN,
    SCORED_IN_TRIAL,
    LEFT_ALONE,
    /** Greenhouse could not be asked. */
    NOT_SEEN
}
