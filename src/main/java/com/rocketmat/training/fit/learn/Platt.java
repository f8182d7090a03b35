package com.rocketmat.training.fit.learn;

import java.util.Arrays;

/**
 * Platt scaling of margins to probabilities: {@code sigmoid(slope * margin + offset)}, fitted on rows that the model did not learn from.
 * In floats, like the exported model.
 */
public record Platt(float slope, float offset) {

    /** With smoothed targets instead of 0 and 1 (Platt 1999, Lin et al. 2007). */
    public static Platt fit(double[] margins, boolean[] positives) {
        int count = 0;
        for (boolean positive : positives) {
            count += positive ? 1 : 0;
        }
        double high = (count + 1.0) / (count + 2.0);
        double low = 1.0 / (margins.length - count + 2.0);
        float[] column = new float[margins.length];
        double[] targets = new double[margins.length];
        for (int row = 0; row < margins.length; row++) {
            column[row] = (float) margins[row];
            targets[row] = positives[row] ? high : low;
        }
        double[] fitted = Newton.fit(column, targets, 0, new double[] {1, 0});
        // scaling must not reverse the model: if the rows contradict it, all get the mean probability
        if (fitted[0] < 0) {
            double share = Arrays.stream(targets).average().orElseThrow();
            return new Platt(0, (float) Math.log(share / (1 - share)));
        }
        return new Platt((float) fitted[0], (float) fitted[1]);
    }

    /** False if all margins get the same probability, which a few outliers may cause. */
    public boolean isIncreasing() {
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
