package com.rocketmat.model.runtime;

import java.math.BigDecimal;

/** In units of the written score; positive if the value raised it, never zero. */
public record FeatureWeight(String feature, BigDecimal weight) {}
