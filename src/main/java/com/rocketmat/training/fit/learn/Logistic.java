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

    private static final int ROUNDS = 50;
    private static final double ENOUGH = 1e-8;

    /**
     * Fits by Newton's method.
     *
     * @param penalty on the squares of the weights
     */
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
        double[] weights = new double[width + 1];
        double loss = loss(scaled, positives, weights, penalty);
        for (int round = 0; round < ROUNDS; round++) {
            double[] step = step(scaled, positives, weights, penalty);
            double share = 1;
            double[] next = less(weights, step, share);
            double lower = loss(scaled, positives, next, penalty);
            while (lower > loss && share > ENOUGH) {
                share /= 2;
                next = less(weights, step, share);
                lower = loss(scaled, positives, next, penalty);
            }
            boolean done = loss - lower < ENOUGH * Math.max(1, loss);
            if (lower < loss) {
                weights = next;
                loss = lower;
            }
            if (done) {
                break;
            }
        }
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
        medians[column] = count == 0 ? 0 : present[count / 2];
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
        deviations[column] = deviation > 0 && Float.isFinite(deviation) ? deviation : 1;
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

    private static double margin(float[] scaled, int row, double[] weights) {
        int width = weights.length - 1;
        double margin = weights[width];
        for (int column = 0; column < width; column++) {
            margin += weights[column] * scaled[row * width + column];
        }
        return margin;
    }

    private static double loss(float[] scaled, boolean[] positives, double[] weights, double penalty) {
        double loss = 0;
        for (int row = 0; row < positives.length; row++) {
            double margin = margin(scaled, row, weights);
            loss += Platt.softplus(margin) - (positives[row] ? margin : 0);
        }
        for (int column = 0; column < weights.length - 1; column++) {
            loss += penalty / 2 * weights[column] * weights[column];
        }
        return loss;
    }

    /** Newton's, with the offset as the last weight, which has no penalty. */
    private static double[] step(float[] scaled, boolean[] positives, double[] weights, double penalty) {
        int width = weights.length - 1;
        double[] gradient = new double[width + 1];
        double[][] curvature = new double[width + 1][width + 1];
        double[] values = new double[width + 1];
        values[width] = 1;
        for (int row = 0; row < positives.length; row++) {
            double p = Platt.sigmoid(margin(scaled, row, weights));
            double error = p - (positives[row] ? 1 : 0);
            double weight = p * (1 - p);
            for (int column = 0; column < width; column++) {
                values[column] = scaled[row * width + column];
            }
            for (int one = 0; one <= width; one++) {
                gradient[one] += error * values[one];
                double weighted = weight * values[one];
                double[] line = curvature[one];
                for (int other = 0; other <= one; other++) {
                    line[other] += weighted * values[other];
                }
            }
        }
        for (int column = 0; column < width; column++) {
            gradient[column] += penalty * weights[column];
            curvature[column][column] += penalty;
        }
        curvature[width][width] += 1e-9;
        return solve(curvature, gradient);
    }

    /** By Cholesky's decomposition of the lower triangle, in place. */
    private static double[] solve(double[][] matrix, double[] right) {
        int size = right.length;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= matrix[i][k] * matrix[j][k];
                }
                matrix[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / matrix[j][j];
            }
        }
        double[] solution = right.clone();
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                solution[i] -= matrix[i][k] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                solution[i] -= matrix[k][i] * solution[k];
            }
            solution[i] /= matrix[i][i];
        }
        return solution;
    }

    private static double[] less(double[] from, double[] step, double share) {
        double[] next = new double[from.length];
        Arrays.setAll(next, i -> from[i] - share * step[i]);
        return next;
    }
}
