package com.rocketmat.training.job;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.training.DecidedRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a training keeps of a decided application until all are read.
 *
 * @param values no map of its own for each of many rows, which would take more than the values
 */
record GatheredRow(
        long application,
        long candidate,
        long job,
        Instant createdAt,
        Instant decidedAt,
        boolean hired,
        List<JobStage> stages,
        FeatureRow values) {

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

    GatheredRow with(FeatureRow others) {
        return new GatheredRow(application, candidate, job, createdAt, decidedAt, hired, stages, others);
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
