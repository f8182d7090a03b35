package com.rocketmat.training.fit.rows;

import com.rocketmat.feature.FeatureValue;
import java.time.Instant;
import java.util.Map;

/**
 * A decided application.
 *
 * @param positive what the tenant wants more of: hired, or the stage reached
 * @param values by the name of the feature; absent is missing
 */
public record TrainingRow(
        long applicationId,
        long candidateId,
        long jobId,
        Instant decidedAt,
        boolean positive,
        Map<String, FeatureValue> values) {

    /** Without values and ids, which belong to a person. */
    @Override
    public String toString() {
        return "TrainingRow";
    }
}
