package com.rocketmat.training.job;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.training.DecidedRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a training keeps of a decided application until all are read. */
record GatheredRow(
        long application,
        long candidate,
        long job,
        Instant createdAt,
        Instant decidedAt,
        boolean hired,
        List<JobStage> stages,
        Map<String, FeatureValue> values) {

    static GatheredRow of(DecidedRow row) {
        return new GatheredRow(
                row.application().id(),
                row.application().candidateId(),
                row.application().jobId(),
                row.application().createdAt(),
                row.outcome().decidedAt(),
                row.outcome().hired(),
                row.outcome().stages(),
                row.values());
    }

    GatheredRow with(Map<String, FeatureValue> others) {
        return new GatheredRow(application, candidate, job, createdAt, decidedAt, hired, stages, others);
    }

    /** Without long texts, which may be resumes: no model learns from them, and all rows are in memory at once. */
    GatheredRow reduced() {
        if (values.values().stream().noneMatch(TrainingRows::isLong)) {
            return this;
        }
        // a map of its own for each of many rows would take more than the texts
        if (values instanceof FeatureRow row) {
            return with(row.map(TrainingRows::reduced));
        }
        Map<String, FeatureValue> kept = new HashMap<>(values);
        kept.replaceAll((_, value) -> TrainingRows.reduced(value));
        return with(kept);
    }

    Duration timeToDecision() {
        return Duration.between(createdAt, decidedAt);
    }

    /** Without values and ids, which belong to a person. */
    @Override
    public String toString() {
        return "GatheredRow";
    }
}
