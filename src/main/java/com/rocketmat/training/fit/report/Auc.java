package com.rocketmat.training.fit.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The area under the ROC curve: the share of pairs whose positive row has a higher score than the negative one; a tie counts half. Sorts
 * rows once, to count them repeatedly with different weights.
 */
public final class Auc {

    private final boolean[] positives;
    /** Rows by score. */
    private final int[] order;
    /** By place in that order, whether the score equals that of the previous place. */
    private final boolean[] tied;

    public Auc(double[] scores, boolean[] positives) {
        this.positives = positives;
        this.order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> scores[row]))
                .mapToInt(Integer::intValue)
                .toArray();
        this.tied = new boolean[scores.length];
        for (int place = 1; place < order.length; place++) {
            tied[place] = scores[order[place]] == scores[order[place - 1]];
        }
    }

    /** NaN if all rows have the same outcome. */
    public double value() {
        int[] once = new int[order.length];
        Arrays.fill(once, 1);
        return value(once);
    }

    /** @param weights how often each row counts */
    double value(int[] weights) {
        double won = 0;
        long below = 0;
        long tiedNegatives = 0;
        long tiedPositives = 0;
        long allPositives = 0;
        for (int place = 0; place < order.length; place++) {
            if (!tied[place]) {
                won += tiedPositives * (below + tiedNegatives / 2.0);
                below += tiedNegatives;
                tiedNegatives = 0;
                tiedPositives = 0;
            }
            int row = order[place];
            if (positives[row]) {
                tiedPositives += weights[row];
                allPositives += weights[row];
            } else {
                tiedNegatives += weights[row];
            }
        }
        won += tiedPositives * (below + tiedNegatives / 2.0);
        return won / (allPositives * (below + tiedNegatives));
    }

    public static double of(double[] scores, boolean[] positives) {
        return new Auc(scores, positives).value();
    }

    /** Compares only rows of the same group; NaN if no group has both outcomes. */
    public static double within(long[] groups, double[] scores, boolean[] positives) {
        // sorted, so that the floating-point sum is reproducible
        Map<Long, List<Integer>> members = IntStream.range(0, groups.length)
                .boxed()
                .collect(Collectors.groupingBy(row -> groups[row], TreeMap::new, Collectors.toList()));
        double won = 0;
        double pairs = 0;
        for (List<Integer> group : members.values()) {
            double[] own = group.stream().mapToDouble(row -> scores[row]).toArray();
            boolean[] outcomes = new boolean[own.length];
            int count = 0;
            for (int i = 0; i < own.length; i++) {
                outcomes[i] = positives[group.get(i)];
                count += outcomes[i] ? 1 : 0;
            }
            double groupPairs = (double) count * (own.length - count);
            if (groupPairs > 0) {
                won += groupPairs * of(own, outcomes);
                pairs += groupPairs;
            }
        }
        return won / pairs;
    }
}
