package com.rocketmat.training.fit.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlattTest {

    /** Also from a distant start, where a full step would diverge. */
    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void findsTheScaleAndTheOffset(int unit) {
        Random random = new Random(3);
        double[] margins = random.doubles(40_000, -3 * unit, 3 * unit).toArray();
        boolean[] positives = new boolean[margins.length];
        for (int row = 0; row < margins.length; row++) {
            positives[row] = random.nextDouble() < Newton.sigmoid(2 * margins[row] / unit - 1);
        }

        Platt platt = Platt.fit(margins, positives);

        assertThat(unit * platt.slope()).isCloseTo(2, within(0.1f));
        assertThat(platt.offset()).isCloseTo(-1, within(0.1f));
    }

    @Test
    void staysFiniteIfTheMarginsSeparateTheOutcomes() {
        Platt platt = Platt.fit(new double[] {-1, -1, 1, 1}, new boolean[] {false, false, true, true});

        assertThat(platt.slope()).isPositive().isFinite();
        assertThat(platt.probabilities(new double[] {0})[0]).isCloseTo(0.5, within(1e-6));
    }

    @Test
    void returnsTheShareOfPositivesForEqualMargins() {
        boolean[] positives = new boolean[100];
        for (int row = 0; row < 25; row++) {
            positives[row] = true;
        }

        assertThat(Platt.fit(new double[100], positives).probabilities(new double[] {0})[0])
                .isCloseTo(0.25, within(0.02));
    }

    @Test
    void returnsTheShareOfPositivesIfTheMarginsAreReversed() {
        Platt platt = Platt.fit(new double[] {-1, -1, -1, 1}, new boolean[] {true, true, false, false});

        assertThat(platt.slope()).isZero();
        assertThat(platt.isIncreasing()).isFalse();
        assertThat(platt.probabilities(new double[] {-1, 1})).containsExactly(0.5, 0.5);
    }
}
