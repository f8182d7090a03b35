package com.rocketmat.score;

/** Why an application gets no new score, in the order of the checks. Each is explained to people in words. */
public enum LeftAlone {
    /** An operator has paused all tenants. */
    ALL_PAUSED,
    /** By the secret's mode or by an operator. */
    TENANT_PAUSED,
    /** The tenant's secret is invalid, and there are no earlier settings to run with. */
    TENANT_INVALID,
    /** The tenant's secret was removed. */
    TENANT_STOPPED,
    /** Greenhouse or the model refuses, until someone acts. */
    TENANT_BLOCKED,
    NO_MODEL,
    /** The active version takes too long, or crashed processes. */
    MODEL_QUARANTINED,
    /** No call is made before the next rate window. */
    BUDGET_USED_UP,
    GREENHOUSE_AWAY,
    /** The credential, its user or one of its rights. */
    GREENHOUSE_REFUSES,

    /** Deleted, merged, or not visible to the acting user. */
    ABSENT,
    /** Rejected, hired, or a prospect that was converted. */
    NOT_IN_PROCESS,
    PROSPECT,
    WITHOUT_JOB,
    /** The tenant's secret names jobs, and this is not one of them. */
    OTHER_JOB,
    /** Created before the tenant's {@code applications_since}. */
    TOO_OLD,
    /** The field has a value, perhaps a person's. */
    HAS_VALUE,
    /** The value is a score of ours. */
    HAS_SCORE,

    /** In Greenhouse, by the tenant's {@code opt_out_field}. */
    OPTED_OUT,
    /** Recorded here. */
    OBJECTS,
    ERASED,

    /** A score waits to be written. */
    WAITS,
    /** Scored in a dry run, which writes nothing. */
    SCORED_DRY,
    /** The model or Greenhouse refused the score recently. */
    REFUSED_LATELY,
    /** Greenhouse may not show the score yet. */
    WRITTEN_LATELY,

    /** Confidential, or in v1 not open. */
    JOB_NOT_SHOWN,
    JOB_NOT_OPEN,

    /** Private, or deleted. */
    CANDIDATE_NOT_SHOWN,
    ANONYMISED
}
