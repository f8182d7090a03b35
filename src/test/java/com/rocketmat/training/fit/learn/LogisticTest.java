package com.rocketmat.training.fit.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticTest {

    /** At the minimum of their sum, the gradient is 0; the offset has no penalty. */
    @Test
    void theWeightsMinimiseLossAndPenalty() {
        Random random = new Random(6);
        int width = 3;
        float[] values = new float[500 * width];
        boolean[] positives = new boolean[500];
        for (int row = 0; row < positives.length; row++) {
            double shared = random.nextGaussian();
            values[row * width] = (float) shared;
            values[row * width + 1] = (float) (5 + 2 * shared + random.nextGaussian());
            values[row * width + 2] = (float) random.nextGaussian();
            positives[row] = random.nextDouble() < Newton.sigmoid(2 * shared - values[row * width + 2] - 1);
        }
        Matrix rows = new Matrix(values, width);

        Logistic logistic = Logistic.fit(rows, positives, 100);

        double[] margins = logistic.margins(rows);
        double[] slopes = new double[width];
        double slope = 0;
        for (int row = 0; row < positives.length; row++) {
            double error = Newton.sigmoid(margins[row]) - (positives[row] ? 1 : 0);
            slope += error;
            for (int column = 0; column < width; column++) {
                slopes[column] +=
                        error * (rows.at(row, column) - logistic.means()[column]) / logistic.deviations()[column];
            }
        }
        assertThat(slope).isCloseTo(0, within(0.01));
        for (int column = 0; column < width; column++) {
            assertThat(Math.abs(logistic.weights()[column])).isGreaterThan(0.1f);
            assertThat(slopes[column]).isCloseTo(-100 * logistic.weights()[column], within(0.01));
        }
    }

    @Test
    void missingValuesCountAsTheMedianAndOutliersAreClipped() {
        float[] values = {3, 1, 2, 4, 100, Float.NaN};
        Logistic logistic =
                Logistic.fit(new Matrix(values, 1), new boolean[] {false, false, false, true, true, true}, 1);

        double[] margins =
                logistic.margins(new Matrix(new float[] {Float.NaN, 3, Float.POSITIVE_INFINITY, Float.MAX_VALUE}, 1));

        assertThat(logistic.means()[0]).as("100 counts as 8").isCloseTo(3.5f, within(0.001f));
        assertThat(logistic.deviations()[0]).isCloseTo(2.2174f, within(0.001f));
        assertThat(margins[0]).isEqualTo(margins[1]);
        assertThat(margins[2]).isFinite().isEqualTo(margins[3]);
    }

    @ParameterizedTest
    @ValueSource(floats = {6e5f, 6e7f, -6e7f, 1e15f})
    void aMistypedNumberHardlyChangesTheScale(float mistyped) {
        Random random = new Random(7);
        float[] values = column(900, _ -> 60_000 + 15_000 * random.nextGaussian());
        values[100] = mistyped;

        Logistic logistic = fit(values);

        assertThat(logistic.means()[0]).isCloseTo(60_000, within(1000f));
        assertThat(logistic.deviations()[0]).isCloseTo(15_000, within(1000f));
    }

    /** Up to a factor of two, while values are clipped at ten deviations. */
    @Test
    void aFewNumbersInAnotherUnitDoNotSetTheScale() {
        Random random = new Random(8);
        float[] values = column(900, row -> (row % 40 == 7 ? 100 : 1) * (60_000 + 15_000 * random.nextGaussian()));

        assertThat(fit(values).deviations()[0]).isBetween(15_000f, 30_000f);
    }

    @Test
    void rareValuesBesideACommonOneAreNotClipped() {
        assertScale(column(1000, row -> row % 200 == 0 ? 1 : 0), 0.005, Math.sqrt(0.005 * 0.995));
        assertScale(column(1000, row -> row % 20 == 0 ? 1 : 0), 0.05, Math.sqrt(0.05 * 0.95));
        assertScale(column(1000, row -> row % 200 == 0 ? 50 : 0), 0.25, 50 * Math.sqrt(0.005 * 0.995));
        assertScale(column(10, row -> row == 3 ? 1 : 0), 0.1, 0.3);
        assertScale(
                column(1000, row -> row % 20 == 0 ? row / 20 : 0), 1.225, Math.sqrt(40_425 / 1000.0 - square(1.225)));
    }

    @Test
    void aMistypedNumberAmongRareOnesHardlyChangesTheScale() {
        float[] values = column(1000, row -> row % 100 == 0 ? 40 + row / 100 : 0);
        Logistic typed = fit(values);
        values[500] = 45e6f;

        Logistic logistic = fit(values);

        assertThat(logistic.means()[0]).isCloseTo(typed.means()[0], within(0.2f));
        assertThat(logistic.deviations()[0]).isCloseTo(typed.deviations()[0], within(2f));
    }

    private static void assertScale(float[] values, double mean, double deviation) {
        Logistic logistic = fit(values);
        assertThat(logistic.means()[0]).isEqualTo((float) mean);
        assertThat(logistic.deviations()[0]).isCloseTo((float) deviation, within((float) (1e-6 * deviation)));
    }

    private static double square(double x) {
        return x * x;
    }

    /** Every other row is positive. */
    private static Logistic fit(float[] values) {
        boolean[] positives = new boolean[values.length];
        for (int row = 0; row < positives.length; row += 2) {
            positives[row] = true;
        }
        return Logistic.fit(new Matrix(values, 1), positives, 1);
    }

    private static float[] column(int rows, IntToDoubleFunction value) {
        float[] values = new float[rows];
        for (int row = 0; row < rows; row++) {
            values[row] = (float) value.applyAsDouble(row);
        }
        return values;
    }

    @Test
    void aColumnWithoutDeviationHasNoWeight() {
        Matrix rows = new Matrix(new float[] {7, 7, 7, 7}, 1);
        Logistic logistic = Logistic.fit(rows, new boolean[] {true, false, true, false}, 1);

        assertThat(logistic.weights()[0]).isZero();
        assertThat(logistic.margins(rows)[0]).isCloseTo(0, within(1e-6));
    }
}
