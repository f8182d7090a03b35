package com.rocketmat.model.runtime;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a model makes of a row.
 *
 * @param reasons at most three, the strongest first; none where no single feature moved the score
 */
public record ScoredRow(BigDecimal value, List<FeatureWeight> reasons) {

    public ScoredRow {
        reasons = List.copyOf(reasons);
    }
}
