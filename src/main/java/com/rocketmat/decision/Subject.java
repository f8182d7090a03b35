package com.rocketmat.decision;

/**
 * Whom a decision is about.
 *
 * @param candidateId null for a person of whom no id may be kept
 * @param applicationId null for a decision about the candidate as a whole
 */
public record Subject(Long candidateId, Long applicationId) {

    /** One who was erased: the row has an alias of its own that stands for no one. */
    public static final Subject ERASED = new Subject(null, null);
}
