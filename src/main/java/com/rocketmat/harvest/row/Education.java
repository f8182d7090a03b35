package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A row of {@code GET /v3/candidate_educations}; school, degree and discipline are ids of custom field options. v1 sends their
 * names instead.
 *
 * @param endAt may be null where only the year, or year and month, of the end are known
 * @param latest true for at most one education of a candidate; not available in v1
 * @param schoolName v1 only, like the other names; may be null
 */
public record Education(
        long id,
        @JsonProperty("candidate_id") long candidateId,
        @JsonProperty("school_name_custom_field_option_id") Long schoolOptionId,
        @JsonProperty("degree_custom_field_option_id") Long degreeOptionId,
        @JsonProperty("discipline_custom_field_option_id") Long disciplineOptionId,
        @JsonProperty("end_at") String endAt,
        @JsonProperty("end_date_year") Integer endYear,
        @JsonProperty("end_date_month") Integer endMonth,
        Boolean latest,
        String schoolName,
        String degreeName,
        String disciplineName) {

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "Education[" + id + "]";
    }
}
