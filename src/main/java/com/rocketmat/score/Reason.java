package com.rocketmat.score;

import java.math.BigDecimal;

/**
 * A reason for a score: a feature's name and its contribution, never its value.
 *
 * @param weight in units of the score; positive if it raised the score
 */
public record Reason(String feature, BigDecimal weight) {}
