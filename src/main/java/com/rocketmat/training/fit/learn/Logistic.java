package com.rocketmat.training.fit.learn;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Logistic regression with an L2 penalty, on standardized columns whose missing values are replaced with the median. In floats, like the
 * exported model.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Logistic(float[] medians, float[] means, float[] deviations, float[] weights, float offset)
        implements Model {

    /** Clips outliers, including infinite values, in standard deviations, so that none decides alone. */
    public static final float MAX_DEVIATIONS = 10;

    /** The rows have no infinite values. The penalty is on the squares of the weights. */
    public static Logistic fit(Matrix rows, boolean[] positives, double penalty) {
        int width = rows.width();
        float[] medians = new float[width];
        float[] means = new float[width];
        float[] deviations = new float[width];
        for (int column = 0; column < width; column++) {
            describe(rows, column, medians, means, deviations);
        }
        Logistic scale = new Logistic(medians, means, deviations, new float[width], 0);
        float[] scaled = scale.standardize(rows);
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
        float[] scaled = standardize(rows);
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
        double[] present = IntStream.range(0, rows.rows())
                .mapToDouble(row -> rows.at(row, column))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        double median = present[present.length / 2];
        double[] clipped = clipOutliers(present, median);
        int missing = rows.rows() - present.length;
        double sum = median * missing;
        for (double value : clipped) {
            sum += value;
        }
        double mean = sum / rows.rows();
        double squares = missing * square(median - mean);
        for (double value : clipped) {
            squares += square(value - mean);
        }
        medians[column] = (float) median;
        means[column] = (float) mean;
        float deviation = (float) Math.sqrt(squares / rows.rows());
        deviations[column] = deviation > 0 ? deviation : 1;
    }

    /**
     * Clips outliers, since a single mistyped number would make all others look the same. The limits are twice the range of the values
     * beyond it, where the range excludes the lowest and highest twentieth. Values that equal the median are not counted, but within the
     * range; otherwise the range of a column that is mostly 0 would be empty.
     */
    private static double[] clipOutliers(double[] sorted, double median) {
        double[] others = Arrays.stream(sorted).filter(value -> value != median).toArray();
        if (others.length == 0) {
            return sorted;
        }
        int trimmed = Math.min(Math.max(1, others.length / 20), (others.length - 1) / 2);
        double low = Math.min(median, others[trimmed]);
        double high = Math.max(median, others[others.length - 1 - trimmed]);
        double margin = 2 * (high - low);
        return Arrays.stream(sorted)
                .map(value -> Math.clamp(value, low - margin, high + margin))
                .toArray();
    }

    private static double square(double x) {
        return x * x;
    }

    private float[] standardize(Matrix rows) {
        float[] scaled = new float[rows.values().length];
        for (int i = 0; i < scaled.length; i++) {
            int column = i % medians.length;
            float value = rows.values()[i];
            float filled = Float.isNaN(value) ? medians[column] : value;
            scaled[i] = Math.clamp((filled - means[column]) / deviations[column], -MAX_DEVIATIONS, MAX_DEVIATIONS);
        }
        return scaled;
    }
}
