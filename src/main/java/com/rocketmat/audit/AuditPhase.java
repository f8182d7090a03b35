package com.rocketmat.audit;

/** How far the action of an entry has come: {@code COMPLETED} and {@code ABANDONED} are of exports alone, {@code REFUSED} is not. */
public enum AuditPhase {
    DONE,
    REFUSED,
    FAILED,
    BEGUN,
    COMPLETED,
    ABANDONED
}
