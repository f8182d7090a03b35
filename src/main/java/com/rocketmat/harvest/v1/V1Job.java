package com.rocketmat.harvest.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.rocketmat.harvest.row.CustomFieldEntry;
import com.rocketmat.harvest.row.Job;
import com.rocketmat.harvest.row.Lists;
import com.rocketmat.harvest.row.Office;
import java.time.Instant;
import java.util.List;
import java.util.Map;

public record V1Job(
        long id,
        String name,
        String status,
        @JsonProperty("opened_at") Instant openedAt,
        List<V1Reference> departments,
        List<V1Office> offices,
        @JsonProperty("keyed_custom_fields") Map<String, CustomFieldEntry> customFields) {

    static final String OPEN = "open";

    public Job job() {
        List<Office> places =
                Lists.withoutNulls(offices).stream().map(V1Office::office).toList();
        return new Job(
                id,
                name,
                status,
                openedAt,
                V1Reference.idsOf(departments).stream().findFirst().orElse(null),
                places.stream().map(Office::id).toList(),
                customFields,
                places);
    }
}
