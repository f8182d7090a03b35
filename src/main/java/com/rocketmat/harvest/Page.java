package com.rocketmat.harvest;

import java.util.List;
import java.util.Optional;

/**
 * A page of rows.
 *
 * @param next address of the next page, or empty on the last one
 */
public record Page<T>(List<T> rows, Optional<String> next) {}
