package com.rocketmat.score;

/** What became of a score. */
public enum ScoreState {
    /** Waits for its PATCH. */
    PENDING,
    /** Greenhouse carries it. */
    WRITTEN,
    /** Recorded in a dry run; it would have been written. */
    DRY,
    /** Recorded for a model version that is only watched. */
    SHADOW,
    /** The application is deleted, merged or no longer visible. */
    GONE,
    /** It cannot be written; the reason says why. */
    REFUSED,
    /** Something else is in the field, and stays: somebody else's value, or a later score of ours. */
    SUPERSEDED
}
