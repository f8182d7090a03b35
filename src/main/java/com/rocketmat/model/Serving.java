package com.rocketmat.model;

import java.util.List;

/** The scores of the active version are written, those of the shadows only recorded. */
public record Serving(ActiveModel active, List<ActiveModel> shadows) {}
