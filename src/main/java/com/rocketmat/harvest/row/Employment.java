package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code GET /v3/candidate_employments}.
 *
 * @param startDate {@code YYYY-MM-DD}, sometimes followed by a time, or null
 * @param endDate in the same format; null for a current employment
 */
public record Employment(
        long id,
        @JsonProperty("candidate_id") long candidateId,
        @JsonProperty("start_date") String startDate,
        @JsonProperty("end_date") String endDate) {}
