package com.rocketmat.training.fit.learn;

import java.util.Arrays;

/**
 * Platt's scaling of margins to probabilities: {@code sigmoid(slope * margin + offset)}, fitted on rows that the model did not
 * learn from. Floats, because the exported model computes with these.
 */
public record Platt(float slope, float offset) {

    /** Towards targets that are a little less certain than the outcomes (Platt 1999, Lin et al. 2007). */
    public static Platt fit(double[] margins, boolean[] positives) {
        int of = 0;
        for (boolean positive : positives) {
            of += positive ? 1 : 0;
        }
        double high = (of + 1.0) / (of + 2.0);
        double low = 1.0 / (margins.length - of + 2.0);
        float[] column = new float[margins.length];
        double[] targets = new double[margins.length];
        for (int row = 0; row < margins.length; row++) {
            column[row] = (float) margins[row];
            targets[row] = positives[row] ? high : low;
        }
        double[] fitted = Newton.fit(column, targets, 0, new double[] {1, 0});
        // a scale does not choose the direction: where the rows say the opposite of what was learned, all get the share
        if (fitted[0] < 0) {
            double share = Arrays.stream(targets).average().orElseThrow();
            return new Platt(0, (float) Math.log(share / (1 - share)));
        }
        return new Platt((float) fitted[0], (float) fitted[1]);
    }

    /** Whether higher margins get higher probabilities; if not, all get the same. A few that are far away may decide that. */
    public boolean ranks() {
        return slope > 0;
    }

    public double[] probabilities(double[] margins) {
        double[] probabilities = new double[margins.length];
        for (int i = 0; i < margins.length; i++) {
            probabilities[i] = Newton.sigmoid((double) slope * margins[i] + offset);
        }
        return probabilities;
    }
}
