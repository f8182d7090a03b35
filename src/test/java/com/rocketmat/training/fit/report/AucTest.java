package com.rocketmat.training.fit.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AucTest {

    @Property
    void isTheShareOfPairsThatAreInOrder(
            @ForAll @IntRange(max = 40) int rows, @ForAll long seed, @ForAll @IntRange(min = 1, max = 20) int values) {
        Random random = new Random(seed);
        double[] scores = random.ints(rows, 0, values).asDoubleStream().toArray();
        boolean[] positives = outcomes(rows, random);
        int[] times = random.ints(rows, 0, 4).toArray();
        long[] groups = random.longs(rows, 0, 4).toArray();
        int[] ones = IntStream.generate(() -> 1).limit(rows).toArray();

        same(Auc.of(scores, positives), pairs(scores, positives, ones, new long[rows], true));
        same(new Auc(scores, positives).value(times), pairs(scores, positives, times, new long[rows], true));
        same(Auc.within(groups, scores, positives), pairs(scores, positives, ones, groups, false));
    }

    @Test
    void countsATieAsHalf() {
        assertThat(Auc.of(new double[] {1, 1, 2}, new boolean[] {false, true, true}))
                .isEqualTo(0.75);
    }

    @Test
    void isNanForASingleOutcome() {
        assertThat(Auc.of(new double[] {1, 2}, new boolean[] {true, true})).isNaN();
        assertThat(Auc.within(new long[] {1, 2}, new double[] {1, 2}, new boolean[] {true, false}))
                .isNaN();
    }

    private static void same(double found, double expected) {
        if (Double.isNaN(expected)) {
            assertThat(found).isNaN();
        } else {
            assertThat(found).isCloseTo(expected, within(1e-12));
        }
    }

    private static double pairs(double[] scores, boolean[] positives, int[] times, long[] groups, boolean all) {
        double won = 0;
        double pairs = 0;
        for (int one = 0; one < scores.length; one++) {
            for (int other = 0; other < scores.length; other++) {
                if (positives[one] && !positives[other] && (all || groups[one] == groups[other])) {
                    double weight = (double) times[one] * times[other];
                    pairs += weight;
                    won += weight * (Math.signum(scores[one] - scores[other]) + 1) / 2;
                }
            }
        }
        return won / pairs;
    }

    private static boolean[] outcomes(int rows, Random random) {
        boolean[] outcomes = new boolean[rows];
        for (int row = 0; row < rows; row++) {
            outcomes[row] = random.nextBoolean();
        }
        return outcomes;
    }
}
