package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** An option from {@code GET /v3/custom_field_options}; deleted options are still returned. */
@RegisterForReflection
public record CustomFieldOption(long id, String name) {}
