package com.rocketmat.harvest.row;

/** An option from {@code GET /v3/custom_field_options}; deleted options are still returned. */
public record CustomFieldOption(long id, String name) {}
