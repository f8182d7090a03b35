package com.rocketmat.training;

import com.rocketmat.harvest.row.JobStage;
import java.time.Instant;
import java.util.List;

/**
 * The outcome of an application.
 *
 * @param decision {@value #HIRED} or {@value #REJECTED}
 * @param reasonType Greenhouse's name for the type of the rejection reason; null if hired or without a reason
 * @param stage the furthest stage that the application reached in the job; null if unknown
 * @param stages the job's stages that the application was in, if Greenhouse still has them
 * @param decidedAt when it was rejected or left its last stage; null if unknown
 */
public record Outcome(String decision, String reasonType, String stage, List<JobStage> stages, Instant decidedAt) {

    static final String HIRED = "hired";
    static final String REJECTED = "rejected";

    public boolean hired() {
        return HIRED.equals(decision);
    }
}
