package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A stage of a job, of {@code GET /v3/job_interview_stages}.
 *
 * @param order 0 for the first one, as a rule Application Review; the offer is the last
 */
@RegisterForReflection
public record JobStage(
        long id, String name, @JsonProperty("sort_order") int order) {}
