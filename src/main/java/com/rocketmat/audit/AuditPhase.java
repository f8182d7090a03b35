package com.rocketmat.audit;

/** Progress of an entry's action. Only exports are {@code COMPLETED} or {@code ABANDONED}, and they are never {@code REFUSED}. */
public enum AuditPhase {
    DONE,
    REFUSED,
    FAILED,
    BEGUN,
    COMPLETED,
    ABANDONED
}
