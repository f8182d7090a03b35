package com.rocketmat.training.fit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

    @Test
    void theIntervalHolds95PercentOfTheSamples() {
        // each thousandth once, unsorted
        double[] samples = IntStream.rangeClosed(0, 1000)
                .mapToDouble(i -> 2 * i % 1001 / 1000.0)
                .toArray();

        Report.Interval interval = Bootstrap.interval(0.5, samples);

        assertThat(interval.value()).isEqualTo(0.5);
        assertThat(interval.low()).isCloseTo(0.025, within(1e-12));
        assertThat(interval.high()).isCloseTo(0.975, within(1e-12));
    }

    @Test
    void quantilesAreInterpolated() {
        assertThat(Bootstrap.quantile(new double[] {1, 2, 4}, 0.75)).isEqualTo(3);
        assertThat(Bootstrap.quantile(new double[] {1, 2, 4}, 1)).isEqualTo(4);
    }

    @Test
    void samplesWithASingleOutcomeAreSkipped() {
        assertThat(Bootstrap.interval(3, new double[] {Double.NaN, 3, 3})).isEqualTo(new Report.Interval(3, 3, 3));
    }

    /** Hanley and McNeil (1982) give the deviation of an AUC by a formula, for scores of exponential distributions. */
    @Test
    void theDeviationOfAnAucFollowsTheFormula() {
        Random random = new Random(7);
        int rows = 2000;
        boolean[] positives = new boolean[rows];
        double[] scores = new double[rows];
        for (int row = 0; row < rows; row++) {
            positives[row] = row % 4 == 0;
            scores[row] = -Math.log(random.nextDouble()) * (positives[row] ? 3 : 1);
        }

        long[] candidates = LongStream.range(0, rows).toArray();
        double[][] samples = Bootstrap.aucs(candidates, positives, scores, scores);

        double auc = Auc.of(scores, positives);
        int one = rows / 4;
        int other = rows - one;
        double q1 = auc / (2 - auc);
        double q2 = 2 * auc * auc / (1 + auc);
        double deviation = Math.sqrt((auc * (1 - auc) + (one - 1) * (q1 - auc * auc) + (other - 1) * (q2 - auc * auc))
                / ((double) one * other));
        assertThat(deviation(samples[0])).isCloseTo(deviation, within(deviation * 0.15));
        assertThat(Arrays.stream(samples[0]).average().orElseThrow()).isCloseTo(auc, within(deviation / 5));
        assertThat(samples[1]).as("the same samples").isEqualTo(samples[0]);
    }

    @Test
    void aSecondRowOfTheSameCandidateAddsNoCertainty() {
        long[] candidates = LongStream.range(0, 200).toArray();
        boolean[] positives = new boolean[200];
        double[] scores = new Random(7).doubles(200).toArray();
        boolean[] twicePositives = new boolean[400];
        for (int row = 0; row < 400; row++) {
            positives[row / 2] = row % 8 < 2;
            twicePositives[row] = positives[row / 2];
        }

        double[] once = Bootstrap.aucs(candidates, positives, scores)[0];
        double[] twice = Bootstrap.aucs(
                LongStream.range(0, 400).map(row -> row / 2).toArray(),
                twicePositives,
                IntStream.range(0, 400).mapToDouble(row -> scores[row / 2]).toArray())[0];

        assertThat(deviation(twice)).isCloseTo(deviation(once), within(1e-12));
    }

    private static double deviation(double[] samples) {
        double mean = Arrays.stream(samples).average().orElseThrow();
        return Math.sqrt(Arrays.stream(samples)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }
}
