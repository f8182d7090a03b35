package com.rocketmat.score;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/**
 * Why a score is what it is: a feature's name and what its value did, never the value.
 *
 * @param weight in units of the score; above zero where it raised the score
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Reason(String feature, BigDecimal weight) {}
