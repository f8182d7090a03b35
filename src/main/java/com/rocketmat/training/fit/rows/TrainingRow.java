package com.rocketmat.training.fit.rows;

import com.rocketmat.feature.FeatureValue;
import java.time.Instant;
import java.util.Map;

/** {@code positive} is what the tenant wants more of: hired, or the stage reached. A feature without a value is missing. */
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
