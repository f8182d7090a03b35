package com.rocketmat.model;

import java.util.List;

/**
 * The versions that score a tenant's applications.
 *
 * @param active the version whose scores are written
 * @param shadows the versions whose scores are recorded and not written
 */
public record Serving(ActiveModel active, List<ActiveModel> shadows) {}
