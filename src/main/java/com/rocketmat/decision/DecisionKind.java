package com.rocketmat.decision;

/** What a row of the log is about. */
public enum DecisionKind {
    /** A version scored the application; the mode says whether the score waits to be written. */
    SCORED,
    /** The version could not score the application, the score was given up, or one that is to go cannot be taken out. */
    REFUSED,
    /** A score of a dry run, or one for a newer model that was refused, waits to be written from now on. */
    QUEUED,
    /** The score is in Greenhouse. */
    WRITTEN,
    /** Greenhouse does not show the application any more. */
    GONE,
    /** The score is not written, or not in the field any more: a later score or another value is. */
    SUPERSEDED,
    /** A score that waited is not written, because the candidate is not to be scored. */
    WITHHELD,
    /** The field was emptied, because the candidate is not to be scored, or was found empty then. */
    CLEARED,
    /** A person replaced ours with another value; the row has that value if it is a number. */
    OVERRIDDEN,
    /** The candidate objected to being scored. */
    OBJECTED,
    /** The candidate took an objection back. */
    OBJECTION_WITHDRAWN,
    /** What was stored of a candidate or an application was erased; the row has an alias of its own. */
    ERASED
}
