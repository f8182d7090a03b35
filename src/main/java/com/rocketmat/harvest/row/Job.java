package com.rocketmat.harvest.row;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A requisition as returned by {@code GET /v3/jobs}.
 *
 * @param status {@code open}, {@code draft} or {@code closed}
 * @param offices nested in the row in v1; v3 lists them separately
 */
@JsonIgnoreProperties("offices")
public record Job(
        long id,
        String name,
        String status,
        @JsonProperty("opened_at") Instant openedAt,
        @JsonProperty("department_id") Long departmentId,
        @JsonProperty("office_ids") List<Long> officeIds,
        @JsonProperty("custom_fields") Map<String, CustomFieldEntry> customFields,
        List<Office> offices) {

    public Job {
        officeIds = Lists.withoutNulls(officeIds);
        customFields = Lists.withoutNulls(customFields);
        offices = Lists.withoutNulls(offices);
    }

    public boolean open() {
        return "open".equals(status);
    }
}
