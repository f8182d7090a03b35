package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An application as {@code GET /v3/applications} gives it, as far as it is asked for with {@code fields=}.
 *
 * @param status {@code in_process}, {@code rejected}, {@code hired} or {@code converted}; the filter that selects the first is
 *     called {@code active}
 * @param jobId null for a prospect without a job
 * @param customFields by name key; an unset field is null-valued or absent
 */
@RegisterForReflection
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
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields) {

    public static final String IN_PROCESS = "in_process";

    public Application {
        answers = Present.in(answers);
        customFields = Present.in(customFields);
    }

    @RegisterForReflection
    public record Answer(String question, String answer) {}
}
