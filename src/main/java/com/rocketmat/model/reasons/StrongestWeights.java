package com.rocketmat.model.reasons;

import com.rocketmat.model.runtime.FeatureWeight;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rounds weights and chooses the three that count. */
final class StrongestWeights {

    private static final int MOST = 3;
    /** Below it a long holds what a double does; the way by long is ten times as fast. */
    private static final double WHOLE = 0x1p53;

    private final List<String> features;
    private final int decimals;
    private final double unit;

    /** @param scoreDecimals weights get one more, so that what rounding hides in a score shows in its reasons */
    StrongestWeights(List<String> features, int scoreDecimals) {
        this.features = features;
        this.decimals = scoreDecimals + 1;
        this.unit = Math.pow(10, decimals);
    }

    /** @param weights one a feature, in their order; one that is not finite is none */
    List<FeatureWeight> of(double[] weights) {
        double[] units = new double[weights.length];
        Arrays.setAll(units, i -> units(weights[i]));
        List<FeatureWeight> strongest = new ArrayList<>(MOST);
        for (int next = largest(units); next >= 0 && strongest.size() < MOST; next = largest(units)) {
            strongest.add(new FeatureWeight(features.get(next), weight(units[next])));
            units[next] = 0;
        }
        return strongest;
    }

    private BigDecimal weight(double units) {
        return Math.abs(units) < WHOLE
                ? BigDecimal.valueOf((long) units, decimals)
                : new BigDecimal(units).movePointLeft(decimals);
    }

    /** Halves away from zero. */
    private double units(double weight) {
        double units = Math.copySign(Math.floor(Math.abs(weight) * unit + 0.5), weight);
        return Double.isFinite(units) ? units : 0;
    }

    /** The first of the largest, or -1 when all are zero. */
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
