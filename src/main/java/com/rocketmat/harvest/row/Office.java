package com.rocketmat.harvest.row;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * An office as {@code GET /v3/offices} gives it.
 *
 * @param location as people wrote it, or null
 */
@RegisterForReflection
public record Office(long id, String name, String location) {}
