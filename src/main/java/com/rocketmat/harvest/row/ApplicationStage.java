package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;

/**
 * A stage that an application passed, from {@code GET /v3/application_stages}.
 *
 * @param jobStageId the job's stage that this one is an instance of
 * @param enteredAt null if never entered
 * @param exitedAt null if not left yet
 */
@RegisterForReflection
public record ApplicationStage(
        long id,
        @JsonProperty("application_id") long applicationId,
        @JsonProperty("job_interview_stage_id") Long jobStageId,
        @JsonProperty("entered_at") Instant enteredAt,
        @JsonProperty("exited_at") Instant exitedAt) {}
