package com.rocketmat.decision;

/** {@code candidateId} is null if no id of the person may be kept, {@code applicationId} if the decision is about the candidate as a whole. */
public record Subject(Long candidateId, Long applicationId) {

    /** An erased candidate: nothing leads from the row's alias to a person. */
    public static final Subject ERASED = new Subject(null, null);
}
