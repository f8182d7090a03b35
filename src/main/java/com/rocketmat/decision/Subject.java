package com.rocketmat.decision;

/**
 * The candidate and the application that a decision is about.
 *
 * @param candidateId null if no id of the person may be kept
 * @param applicationId null for a decision about the candidate as a whole
 */
public record Subject(Long candidateId, Long applicationId) {

    /** Of an erased candidate: the row gets an alias that leads nowhere. */
    public static final Subject ERASED = new Subject(null, null);
}
