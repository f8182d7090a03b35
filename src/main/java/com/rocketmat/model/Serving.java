package com.rocketmat.model;

import java.util.List;

/** The versions that score a tenant's applications. */
public record Serving(ActiveModel active, List<ActiveModel> shadows) {}
