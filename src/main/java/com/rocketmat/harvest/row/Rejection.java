package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;

/** A rejected application, from {@code GET /v3/rejection_details}; notes and people are not requested. */
public record Rejection(
        long id,
        @JsonProperty("application_id") long applicationId,
        @JsonProperty("rejection_reason_id") Long reasonId,
        @JsonProperty("rejected_at") Instant rejectedAt) {}
