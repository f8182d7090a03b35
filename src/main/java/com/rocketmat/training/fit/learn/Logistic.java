package com.rocketmat.training.fit.learn;

import java.util.Arrays;
import java.util.stream.IntStream;

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
        double[] present = IntStream.range(0, rows.rows())
                .mapToDouble(row -> rows.at(row, column))
                .filter(value -> !Double.isNaN(value))
                // an infinity would leave no mean
                .map(value -> Math.clamp(value, -Float.MAX_VALUE, Float.MAX_VALUE))
                .sorted()
                .toArray();
        double median = present[present.length / 2];
        double[] near = near(present, median);
        int missing = rows.rows() - present.length;
        double sum = median * missing;
        for (double value : near) {
            sum += value;
        }
        double mean = sum / rows.rows();
        double squares = missing * square(median - mean);
        for (double value : near) {
            squares += square(value - mean);
        }
        medians[column] = (float) median;
        means[column] = (float) mean;
        float deviation = (float) Math.sqrt(squares / rows.rows());
        deviations[column] = deviation > 0 ? deviation : 1;
    }

    /**
     * With those that are far from the others moved nearer: beside a single mistyped number all others would be the same. Near is
     * twice what the others span without a twentieth at either end. The median's value does not count, but is spanned: otherwise
     * a column that is mostly 0 would span nothing.
     */
    private static double[] near(double[] sorted, double median) {
        double[] others = Arrays.stream(sorted).filter(value -> value != median).toArray();
        if (others.length == 0) {
            return sorted;
        }
        int few = Math.min(Math.max(1, others.length / 20), (others.length - 1) / 2);
        double low = Math.min(median, others[few]);
        double high = Math.max(median, others[others.length - 1 - few]);
        double most = 2 * (high - low);
        return Arrays.stream(sorted)
                .map(value -> Math.clamp(value, low - most, high + most))
                .toArray();
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
