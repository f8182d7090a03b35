package com.rocketmat.decision;

/** {@code candidateId} is null if no id of the person may be kept, {@code applicationId} for a decision about the candidate as a whole. */
public record Subject(Long candidateId, Long applicationId) {

    /** Of an erased candidate: the row gets an alias that leads nowhere. */
    public static final Subject ERASED = new Subject(null, null);
}
