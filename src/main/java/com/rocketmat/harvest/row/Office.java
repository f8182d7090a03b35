package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An office as returned by {@code GET /v3/offices}.
 *
 * @param location free text, or null
 */
@RegisterForReflection
public record Office(long id, String name, String location) {}
