package com.rocketmat.model.runtime;

import java.math.BigDecimal;
import java.util.List;

/**
 * The result for a row.
 *
 * @param raw what the model gave, before the manifest's scale
 * @param reasons at most three, strongest first; empty if no single feature moved the score
 */
public record ScoredRow(BigDecimal value, double raw, List<FeatureWeight> reasons) {

    public ScoredRow {
        reasons = List.copyOf(reasons);
    }
}
