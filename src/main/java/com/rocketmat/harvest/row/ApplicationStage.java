package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A stage that an application passed, from {@code GET /v3/application_stages}; times are null if never entered, or not left yet. */
public record ApplicationStage(
        long id,
        @JsonProperty("application_id") long applicationId,
        @JsonProperty("job_interview_stage_id") Long jobStageId,
        @JsonProperty("entered_at") Instant enteredAt,
        @JsonProperty("exited_at") Instant exitedAt) {}
