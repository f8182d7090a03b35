package com.rocketmat.decision;

/**
 * Whom a decision is about.
 *
 * @param applicationId null for a decision about the candidate as a whole
 */
public record Subject(long candidateId, Long applicationId) {}
