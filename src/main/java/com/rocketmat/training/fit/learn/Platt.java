package com.rocketmat.training.fit.learn;

/**
 * Platt's scaling of margins to probabilities: {@code sigmoid(slope * margin + offset)}, fitted on rows that the model did not
 * learn from. Floats, because the exported model computes with these.
 */
public record Platt(float slope, float offset) {

    private static final int ROUNDS = 100;
    private static final double ENOUGH = 1e-10;

    /** By Newton's method, towards targets that are a little less certain than the outcomes (Platt 1999, Lin et al. 2007). */
    public static Platt fit(double[] margins, boolean[] positives) {
        int of = count(positives);
        double high = (of + 1.0) / (of + 2.0);
        double low = 1.0 / (margins.length - of + 2.0);
        double slope = 1;
        double offset = 0;
        double loss = loss(margins, positives, high, low, slope, offset);
        for (int round = 0; round < ROUNDS; round++) {
            double gs = 0;
            double go = 0;
            double ss = 1e-12;
            double so = 0;
            double oo = 1e-12;
            for (int i = 0; i < margins.length; i++) {
                double p = sigmoid(slope * margins[i] + offset);
                double error = p - (positives[i] ? high : low);
                double weight = p * (1 - p);
                gs += error * margins[i];
                go += error;
                ss += weight * margins[i] * margins[i];
                so += weight * margins[i];
                oo += weight;
            }
            double determinant = ss * oo - so * so;
            double stepSlope = (oo * gs - so * go) / determinant;
            double stepOffset = (ss * go - so * gs) / determinant;
            if (!Double.isFinite(stepSlope) || !Double.isFinite(stepOffset)) {
                break;
            }
            double share = 1;
            double next = loss(margins, positives, high, low, slope - stepSlope, offset - stepOffset);
            while (next > loss && share > ENOUGH) {
                share /= 2;
                next = loss(margins, positives, high, low, slope - share * stepSlope, offset - share * stepOffset);
            }
            if (loss - next < ENOUGH * Math.max(1, loss)) {
                break;
            }
            slope -= share * stepSlope;
            offset -= share * stepOffset;
            loss = next;
        }
        // a scale does not choose the direction: where these rows say the opposite of what was learned, all get the share of positives
        if (slope < 0) {
            double share = (of * high + (margins.length - of) * low) / margins.length;
            return new Platt(0, (float) Math.log(share / (1 - share)));
        }
        return new Platt((float) slope, (float) offset);
    }

    /** Whether the margins order anything. */
    public boolean ranks() {
        return slope > 0;
    }

    public double[] probabilities(double[] margins) {
        double[] probabilities = new double[margins.length];
        for (int i = 0; i < margins.length; i++) {
            probabilities[i] = sigmoid((double) slope * margins[i] + offset);
        }
        return probabilities;
    }

    static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    private static int count(boolean[] positives) {
        int count = 0;
        for (boolean positive : positives) {
            count += positive ? 1 : 0;
        }
        return count;
    }

    private static double loss(
            double[] margins, boolean[] positives, double high, double low, double slope, double offset) {
        double loss = 0;
        for (int i = 0; i < margins.length; i++) {
            double margin = slope * margins[i] + offset;
            double target = positives[i] ? high : low;
            loss += softplus(margin) - target * margin;
        }
        return loss;
    }

    /** log(1 + e^x) without overflow. */
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
