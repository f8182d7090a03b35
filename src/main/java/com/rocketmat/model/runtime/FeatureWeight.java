package com.rocketmat.model.runtime;

import java.math.BigDecimal;

/**
 * The contribution of a feature's value to a score.
 *
 * @param weight in units of the written score; positive if the value raised it, never zero
 */
public record FeatureWeight(String feature, BigDecimal weight) {}
