package com.rocketmat.training.job;

import com.rocketmat.feature.FeatureRow;
import com.rocketmat.harvest.row.JobStage;
import com.rocketmat.training.DecidedRow;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a training keeps of a decided application in memory.
 *
 * @param values not a map, which would take more memory than the values
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

    GatheredRow withValues(FeatureRow newValues) {
        return new GatheredRow(application, candidate, job, createdAt, decidedAt, hired, stages, newValues);
    }

    Duration timeToDecision() {
        return Duration.between(createdAt, decidedAt);
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "GatheredRow";
    }
}
