package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A stage on an application's way, of {@code GET /v3/application_stages}.
 *
 * @param jobStageId the job's stage, of which this is the application's own instance
 * @param enteredAt null where it was never in it
 * @param exitedAt null where it still is
 */
@RegisterForReflection
public record ApplicationStage(
        long id,
        @JsonProperty("application_id") long applicationId,
        @JsonProperty("job_interview_stage_id") Long jobStageId,
        @JsonProperty("entered_at") Instant enteredAt,
        @JsonProperty("exited_at") Instant exitedAt) {}
