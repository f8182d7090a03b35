package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A stage of a job, from {@code GET /v3/job_interview_stages}; {@code order} 0 is usually Application Review, the last is the offer. */
public record JobStage(
        long id,
        @JsonProperty("job_id") long jobId,
        String name,
        @JsonProperty("sort_order") int order) {}
