package com.rocketmat.training.fit.rows;

import com.rocketmat.feature.FeatureValue;
import java.time.Instant;
import java.util.Map;

/** {@code positive} if the candidate was hired, or the application reached the label's stage. A feature without a value is missing. */
public record TrainingRow(
        long applicationId,
        long candidateId,
        long jobId,
        Instant decidedAt,
        boolean positive,
        Map<String, FeatureValue> values) {

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "TrainingRow";
    }
}
