package com.rocketmat.model.runtime;

import java.math.BigDecimal;

/**
 * What a feature's value did to a score.
 *
 * @param weight in units of the score as it is written; above zero where the value raised it, never zero
 */
public record FeatureWeight(String feature, BigDecimal weight) {}
