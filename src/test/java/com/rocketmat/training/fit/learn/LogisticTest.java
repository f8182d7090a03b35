package com.rocketmat.training.fit.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogisticTest {

    @Test
    void findsTheCoefficientsInUnitsOfTheDeviation() {
        Random random = new Random(5);
        int rows = 40_000;
        float[] values = new float[2 * rows];
        boolean[] positives = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            values[2 * row] = (float) (100 + 10 * random.nextGaussian());
            values[2 * row + 1] = (float) random.nextGaussian();
            double margin = 0.1 * (values[2 * row] - 100) - 0.5 * values[2 * row + 1] - 1;
            positives[row] = random.nextDouble() < Newton.sigmoid(margin);
        }

        Logistic logistic = Logistic.fit(new Matrix(values, 2), positives, 1);

        assertThat(logistic.weights()[0]).isCloseTo(1, within(0.06f));
        assertThat(logistic.weights()[1]).isCloseTo(-0.5f, within(0.06f));
        assertThat(logistic.offset()).isCloseTo(-1, within(0.06f));
    }

    @Test
    void takesMissingValuesForTheMedianAndStopsAtOutliers() {
        float[] values = {1, 2, 3, 4, 100, Float.NaN};
        Logistic logistic =
                Logistic.fit(new Matrix(values, 1), new boolean[] {false, false, false, true, true, true}, 1);

        double[] margins =
                logistic.margins(new Matrix(new float[] {Float.NaN, 3, Float.POSITIVE_INFINITY, Float.MAX_VALUE}, 1));

        assertThat(margins[0]).isEqualTo(margins[1]);
        assertThat(margins[2]).isFinite().isEqualTo(margins[3]);
    }

    @Test
    void aColumnWithoutDeviationHasNoWeight() {
        Logistic logistic =
                Logistic.fit(new Matrix(new float[] {7, 7, 7, 7}, 1), new boolean[] {true, false, true, false}, 1);

        assertThat(logistic.weights()[0]).isZero();
        assertThat(logistic.offset()).isCloseTo(0, within(1e-6f));
    }
}
