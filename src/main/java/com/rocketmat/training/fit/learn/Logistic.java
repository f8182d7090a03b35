package com.rocketmat.training.fit.learn;

import java.util.Arrays;

/**
 * Logistic regression with an L2 penalty on columns whose missing values are the median, in units of their deviation. All in
 * floats, in which the exported model computes.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Logistic(float[] medians, float[] means, float[] deviations, float[] weights, float offset)
        implements Model {

    /** So many deviations, a value is an outlier that must not decide alone; nor may an infinite one. */
    public static final float FARTHEST = 10;

    /** The penalty is on the squares of the weights. */
    public static Logistic fit(Matrix rows, boolean[] positives, double penalty) {
        int width = rows.width();
        float[] medians = new float[width];
        float[] means = new float[width];
        float[] deviations = new float[width];
        for (int column = 0; column < width; column++) {
            describe(rows, column, medians, means, deviations);
        }
        Logistic scale = new Logistic(medians, means, deviations, new float[width], 0);
        float[] scaled = scale.scaled(rows);
        double[] targets = new double[positives.length];
        Arrays.setAll(targets, row -> positives[row] ? 1 : 0);
        double[] weights = Newton.fit(scaled, targets, penalty, new double[width + 1]);
        float[] slopes = new float[width];
        for (int column = 0; column < width; column++) {
            slopes[column] = (float) weights[column];
        }
        return new Logistic(medians, means, deviations, slopes, (float) weights[width]);
    }

    @Override
    public double[] margins(Matrix rows) {
        float[] scaled = scaled(rows);
        double[] margins = new double[rows.rows()];
        for (int row = 0; row < margins.length; row++) {
            double margin = offset;
            for (int column = 0; column < weights.length; column++) {
                margin += (double) weights[column] * scaled[row * weights.length + column];
            }
            margins[row] = margin;
        }
        return margins;
    }

    private static void describe(Matrix rows, int column, float[] medians, float[] means, float[] deviations) {
        float[] present = new float[rows.rows()];
        int count = 0;
        for (int row = 0; row < rows.rows(); row++) {
            float value = rows.at(row, column);
            if (!Float.isNaN(value)) {
                present[count++] = value;
            }
        }
        Arrays.sort(present, 0, count);
        medians[column] = present[count / 2];
        double sum = (double) medians[column] * (rows.rows() - count);
        for (int i = 0; i < count; i++) {
            sum += present[i];
        }
        double mean = sum / rows.rows();
        double squares = (rows.rows() - count) * square(medians[column] - mean);
        for (int i = 0; i < count; i++) {
            squares += square(present[i] - mean);
        }
        means[column] = (float) mean;
        float deviation = (float) Math.sqrt(squares / rows.rows());
        deviations[column] = deviation > 0 ? deviation : 1;
    }

    private static double square(double x) {
        return x * x;
    }

    private float[] scaled(Matrix rows) {
        float[] scaled = new float[rows.values().length];
        for (int i = 0; i < scaled.length; i++) {
            int column = i % medians.length;
            float value = rows.values()[i];
            float filled = Float.isNaN(value) ? medians[column] : value;
            scaled[i] = Math.clamp((filled - means[column]) / deviations[column], -FARTHEST, FARTHEST);
        }
        return scaled;
    }
}
