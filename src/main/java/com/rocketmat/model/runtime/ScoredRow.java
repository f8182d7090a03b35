package com.rocketmat.model.runtime;

import java.math.BigDecimal;
import java.util.List;

/** {@code raw} is before the manifest's scale. At most three reasons, strongest first; none if no single feature moved the score. */
public record ScoredRow(BigDecimal value, double raw, List<FeatureWeight> reasons) {

    public ScoredRow {
        reasons = List.copyOf(reasons);
    }
}
