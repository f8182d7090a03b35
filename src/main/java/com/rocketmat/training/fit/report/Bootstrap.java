package com.rocketmat.training.fit.report;

import com.rocketmat.training.fit.report.Report.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Estimates how AUCs vary with other candidates, from samples of the candidates with replacement. Draws candidates with all their rows,
 * since one person's rows resemble each other.
 */
public final class Bootstrap {

    private static final int SAMPLES = 1000;
    private static final long SEED = 20260131;

    private Bootstrap() {}

    /** The AUCs by kind of score and by sample; all kinds share the samples. */
    public static double[][] aucs(long[] candidates, boolean[] positives, double[]... scores) {
        Auc[] sorted =
                Arrays.stream(scores).map(kind -> new Auc(kind, positives)).toArray(Auc[]::new);
        double[][] aucs = new double[scores.length][SAMPLES];
        Random random = new Random(SEED);
        List<List<Integer>> people = List.copyOf(IntStream.range(0, candidates.length)
                .boxed()
                .collect(Collectors.groupingBy(row -> candidates[row], LinkedHashMap::new, Collectors.toList()))
                .values());
        int[] weights = new int[positives.length];
        for (int sample = 0; sample < SAMPLES; sample++) {
            Arrays.fill(weights, 0);
            for (int draw = 0; draw < people.size(); draw++) {
                people.get(random.nextInt(people.size())).forEach(row -> weights[row]++);
            }
            for (int kind = 0; kind < sorted.length; kind++) {
                aucs[kind][sample] = sorted[kind].value(weights);
            }
        }
        return aucs;
    }

    /** The middle 95 % of the samples. */
    public static Interval interval(double value, double[] samples) {
        double[] sorted = finite(samples);
        Arrays.sort(sorted);
        return new Interval(value, quantile(sorted, 0.025), quantile(sorted, 0.975));
    }

    /** Drops samples with only one outcome, which have no AUC. */
    private static double[] finite(double[] samples) {
        return Arrays.stream(samples).filter(Double::isFinite).toArray();
    }

    /** Interpolates linearly. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
