package com.rocketmat.decision;

/** What a row of the log is about. */
public enum DecisionKind {
    /** A version scored the application; the mode says whether the score is to be written. */
    SCORED,
    /** The version could not score the application, or the score could not be written or removed. */
    REFUSED,
    /** A dry-run score now waits to be written. */
    QUEUED,
    /** The score is in Greenhouse. */
    WRITTEN,
    /** Greenhouse no longer returns the application. */
    GONE,
    /** The score is not written, or no longer in the field: a later score or another value replaces it. */
    SUPERSEDED,
    /** A score in the backlog is not written, because the candidate is not to be scored. */
    WITHHELD,
    /** The field was cleared, or found empty, because the candidate is not to be scored. */
    CLEARED,
    /** A person replaced the score with another value, which the row contains if it is a number. */
    OVERRIDDEN,
    /** The candidate objected to being scored. */
    OBJECTED,
    /** The candidate withdrew an objection. */
    OBJECTION_WITHDRAWN,
    /** The data of a candidate or application were erased; the row has an alias of its own. */
    ERASED
}
