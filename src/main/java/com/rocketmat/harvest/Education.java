package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A row of {@code GET /v3/candidate_educations}; school, degree and discipline are ids of custom field options.
 *
 * @param latest true on at most one education of a candidate
 */
@RegisterForReflection
public record Education(
        long id,
        @JsonProperty("candidate_id") long candidateId,
        @JsonProperty("school_name_custom_field_option_id") Long schoolOptionId,
        @JsonProperty("degree_custom_field_option_id") Long degreeOptionId,
        @JsonProperty("discipline_custom_field_option_id") Long disciplineOptionId,
        @JsonProperty("end_at") String endAt,
        Boolean latest) {}
