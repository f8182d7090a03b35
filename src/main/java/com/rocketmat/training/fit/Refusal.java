package com.rocketmat.training.fit;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A reason for which rows are refused.
 *
 * @param feature null if none is at fault
 * @param found the number that is out of bounds
 * @param limit the bound
 * @param sentence with the numbers and the remedy
 */
@RegisterForReflection
public record Refusal(Kind kind, String feature, double found, double limit, String sentence) {

    public enum Kind {
        TOO_FEW_POSITIVES,
        TOO_FEW_NEGATIVES,
        /** A part of the split in time lacks positives or negatives. */
        TOO_SHORT,
        NO_FEATURES,
        /** One feature alone tells the outcome. */
        TELLING,
        /** A feature is filled for one outcome and not for the other. */
        FILLED_BY_OUTCOME,
        /** A feature has dates after the decision. */
        AFTER_DECISION
    }
}
