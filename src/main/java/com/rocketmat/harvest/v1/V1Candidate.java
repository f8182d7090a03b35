package com.rocketmat.harvest.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.rocketmat.harvest.row.Candidate;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Education;
import com.rocketmat.harvest.row.Employment;
import com.rocketmat.harvest.row.Lists;
import java.util.List;
import java.util.Map;

/** In v1, employments and educations lack the candidate's id, and private candidates are complete because a key sees everything. */
public record V1Candidate(
        long id,
        @JsonProperty("first_name") String firstName,
        String company,
        String title,
        @JsonProperty("is_private") boolean isPrivate,
        List<String> tags,
        List<Candidate.Address> addresses,
        @JsonProperty("keyed_custom_fields") Map<String, CustomFieldEntry> customFields,
        List<V1Employment> employments,
        List<V1Education> educations) {

    public V1Candidate {
        customFields = V1Fields.withUnset(customFields);
    }

    /** A private candidate is a stub as in v3, but shows anonymisation and objections. */
    public Candidate candidate() {
        return isPrivate
                ? new Candidate(id, null, firstName, null, null, null, null, customFields, "private", null)
                : new Candidate(id, null, firstName, company, title, tags, addresses, customFields, null, history());
    }

    private Candidate.History history() {
        return new Candidate.History(
                Lists.withoutNulls(employments).stream()
                        .map(row -> new Employment(row.id(), id, row.startDate(), row.endDate()))
                        .toList(),
                Lists.withoutNulls(educations).stream()
                        .map(row -> new Education(
                                row.id(),
                                id,
                                null,
                                null,
                                null,
                                row.endDate(),
                                null,
                                null,
                                null,
                                row.schoolName(),
                                row.degree(),
                                row.discipline()))
                        .toList());
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "V1Candidate[" + id + "]";
    }

    record V1Employment(
            long id,
            @JsonProperty("start_date") String startDate,
            @JsonProperty("end_date") String endDate) {}

    record V1Education(
            long id,
            @JsonProperty("school_name") String schoolName,
            String degree,
            String discipline,
            @JsonProperty("end_date") String endDate) {}
}
