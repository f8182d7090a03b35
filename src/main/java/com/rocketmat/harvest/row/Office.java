package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** From {@code GET /v3/offices}; the location is free text, or null. */
@RegisterForReflection
public record Office(long id, String name, String location) {}
