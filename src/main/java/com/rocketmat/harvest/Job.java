package com.rocketmat.harvest;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A requisition as {@code GET /v3/jobs} gives it.
 *
 * @param status {@code open}, {@code draft} or {@code closed}
 */
@RegisterForReflection
public record Job(
        long id,
        String name,
        String status,
        @JsonProperty("opened_at") Instant openedAt,
        @JsonProperty("department_id") Long departmentId,
        @JsonProperty("office_ids") List<Long> officeIds,
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields) {

    public Job {
        officeIds = Present.in(officeIds);
        customFields = Present.in(customFields);
    }

    public boolean open() {
        return "open".equals(status);
    }
}
