package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An application as returned by {@code GET /v3/applications} for the requested {@code fields=}.
 *
 * @param status {@code in_process}, {@code rejected}, {@code hired} or {@code converted}; the filter for the first is called
 * {@code active}
 * @param jobId null for a prospect without a job
 * @param customFields by name key; an unset field is absent or has a null value
 * @param attachments nested in the row in v1; v3 lists them separately
 */
@JsonIgnoreProperties("attachments")
public record Application(
        long id,
        @JsonProperty("created_at") Instant createdAt,
        @JsonProperty("updated_at") Instant updatedAt,
        @JsonProperty("candidate_id") long candidateId,
        @JsonProperty("job_id") Long jobId,
        String status,
        boolean prospect,
        @JsonProperty("source_id") Long sourceId,
        @JsonProperty("referrer_id") Long referrerId,
        @JsonProperty("stage_name") String stageName,
        @JsonProperty("location_address") String locationAddress,
        List<Answer> answers,
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields,
        List<Attachment> attachments) {

    public static final String IN_PROCESS = "in_process";

    public Application {
        answers = Lists.withoutNulls(answers);
        customFields = Lists.withoutNulls(customFields);
        attachments = Lists.withoutNulls(attachments);
    }

    /** Keeps candidate data out of logs. */
    @Override
    public String toString() {
        return "Application[" + id + "]";
    }

    public record Answer(String question, String answer) {}
}
