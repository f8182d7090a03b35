package com.rocketmat.score;

/** The state of a score. */
public enum ScoreState {
    /** Waits for its PATCH. */
    PENDING,
    /** Written to Greenhouse. */
    WRITTEN,
    /** Recorded in a dry run, which does not write. */
    DRY,
    /** Recorded for a shadow version. */
    SHADOW,
    /** The application is deleted, merged or no longer visible. */
    GONE,
    /** Cannot be written; the reason says why. */
    REFUSED,
    /** Not to be written, or not in the field any more; the reason says why. */
    SUPERSEDED
}
