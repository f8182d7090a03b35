package com.rocketmat.model.reasons;

import com.rocketmat.model.runtime.FeatureWeight;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

final class StrongestWeights {

    private static final int MAX_REASONS = 3;

    private final List<String> features;
    private final int decimals;
    private final double unit;

    /** @param scoreDecimals weights have one more, so that they show a change that the score's rounding hides */
    StrongestWeights(List<String> features, int scoreDecimals) {
        this.features = features;
        this.decimals = scoreDecimals + 1;
        this.unit = Math.pow(10, decimals);
    }

    /** @param weights one per feature, in the order of the features; non-finite weights are ignored */
    List<FeatureWeight> of(double[] weights) {
        double[] units = new double[weights.length];
        Arrays.setAll(units, i -> units(weights[i]));
        List<FeatureWeight> strongest = new ArrayList<>(MAX_REASONS);
        for (int next = largest(units); next >= 0 && strongest.size() < MAX_REASONS; next = largest(units)) {
            strongest.add(new FeatureWeight(features.get(next), new BigDecimal(units[next]).movePointLeft(decimals)));
            units[next] = 0;
        }
        return strongest;
    }

    /** Rounds half away from zero. */
    private double units(double weight) {
        double units = Math.copySign(Math.floor(Math.abs(weight) * unit + 0.5), weight);
        return Double.isFinite(units) ? units : 0;
    }

    /** Returns the index of the first largest weight, or -1 if all are zero. */
    private static int largest(double[] units) {
        int largest = -1;
        for (int i = 0; i < units.length; i++) {
            if (Math.abs(units[i]) > (largest < 0 ? 0 : Math.abs(units[largest]))) {
                largest = i;
            }
        }
        return largest;
    }
}
