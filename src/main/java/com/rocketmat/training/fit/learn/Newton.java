package com.rocketmat.training.fit.learn;

import java.util.Arrays;

final class Newton {

    private static final int MAX_ROUNDS = 100;
    private static final double TOLERANCE = 1e-10;

    private Newton() {}

    /**
     * Fits a logistic regression. The weights are those of the columns, then the offset.
     *
     * @param targets by row, from 0 to 1
     * @param penalty on the squares of the weights, except the offset
     */
    static double[] fit(float[] rows, double[] targets, double penalty, double[] weights) {
        double loss = loss(rows, targets, weights, penalty);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            double[] step = step(rows, targets, weights, penalty);
            double share = 1;
            double[] next = subtract(weights, step, share);
            double lower = loss(rows, targets, next, penalty);
            while (lower > loss && share > TOLERANCE) {
                share /= 2;
                next = subtract(weights, step, share);
                lower = loss(rows, targets, next, penalty);
            }
            if (!(loss - lower >= TOLERANCE * Math.max(1, loss))) {
                break;
            }
            weights = next;
            loss = lower;
        }
        return weights;
    }

    private static double margin(float[] rows, int row, double[] weights) {
        int width = weights.length - 1;
        double margin = weights[width];
        for (int column = 0; column < width; column++) {
            margin += weights[column] * rows[row * width + column];
        }
        return margin;
    }

    private static double loss(float[] rows, double[] targets, double[] weights, double penalty) {
        double loss = 0;
        for (int row = 0; row < targets.length; row++) {
            double margin = margin(rows, row, weights);
            loss += softplus(margin) - targets[row] * margin;
        }
        for (int column = 0; column < weights.length - 1; column++) {
            loss += penalty / 2 * weights[column] * weights[column];
        }
        return loss;
    }

    private static double[] step(float[] rows, double[] targets, double[] weights, double penalty) {
        int width = weights.length - 1;
        double[] gradient = new double[width + 1];
        double[][] hessian = new double[width + 1][width + 1];
        double[] values = new double[width + 1];
        values[width] = 1;
        for (int row = 0; row < targets.length; row++) {
            double p = sigmoid(margin(rows, row, weights));
            double error = p - targets[row];
            double weight = p * (1 - p);
            for (int column = 0; column < width; column++) {
                values[column] = rows[row * width + column];
            }
            for (int i = 0; i <= width; i++) {
                gradient[i] += error * values[i];
                double weighted = weight * values[i];
                double[] line = hessian[i];
                for (int j = 0; j <= i; j++) {
                    line[j] += weighted * values[j];
                }
            }
        }
        for (int column = 0; column < width; column++) {
            gradient[column] += penalty * weights[column];
            hessian[column][column] += penalty;
        }
        hessian[width][width] += 1e-9;
        return solve(hessian, gradient);
    }

    /** Cholesky decomposition, in place, of a symmetric matrix given by its lower triangle. */
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

    private static double[] subtract(double[] from, double[] step, double share) {
        double[] next = new double[from.length];
        Arrays.setAll(next, i -> from[i] - share * step[i]);
        return next;
    }

    static double sigmoid(double margin) {
        return 1 / (1 + Math.exp(-margin));
    }

    /** log(1 + e^x) without overflow. */
    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
