package com.rocketmat.harvest.call;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.rocketmat.harvest.CustomFieldWrite;
import java.util.List;

/** The body of {@code PATCH /v3/applications/{id}}: it can hold custom fields only, so that nothing else can be written. */
public record ApplicationUpdate(
        @JsonProperty("custom_fields") List<CustomFieldWrite> customFields) {}
