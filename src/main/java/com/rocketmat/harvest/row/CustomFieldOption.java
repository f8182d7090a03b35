package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** An option of {@code GET /v3/custom_field_options}; deleted ones still resolve. */
@RegisterForReflection
public record CustomFieldOption(long id, String name) {}
