package com.rocketmat.training.fit.report;

import com.rocketmat.training.fit.report.Report.Interval;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How much AUCs would vary with other candidates: they are counted anew in samples of the same ones, drawn with replacement, each with
 * all rows, since one person's rows resemble each other.
 */
public final class Bootstrap {

    private static final int SAMPLES = 1000;
    private static final long SEED = 20260131;

    private Bootstrap() {}

    /** The AUC of each of some scores in each sample; the samples are the same for all. */
    public static double[][] aucs(long[] candidates, boolean[] positives, double[]... scores) {
        Auc[] sorted =
                Arrays.stream(scores).map(each -> new Auc(each, positives)).toArray(Auc[]::new);
        double[][] aucs = new double[scores.length][SAMPLES];
        Random random = new Random(SEED);
        List<List<Integer>> people = List.copyOf(IntStream.range(0, candidates.length)
                .boxed()
                .collect(Collectors.groupingBy(row -> candidates[row], LinkedHashMap::new, Collectors.toList()))
                .values());
        int[] times = new int[positives.length];
        for (int sample = 0; sample < SAMPLES; sample++) {
            Arrays.fill(times, 0);
            for (int draw = 0; draw < people.size(); draw++) {
                people.get(random.nextInt(people.size())).forEach(row -> times[row]++);
            }
            for (int each = 0; each < sorted.length; each++) {
                aucs[each][sample] = sorted[each].value(times);
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

    /**
     * The smallest difference that four of five tests like this one would show: at a level of 5 %, 1.96 deviations keep chance
     * out, and 0.84 more let four of five pass.
     */
    public static double detectable(double[] differences) {
        return (1.96 + 0.84) * deviation(differences);
    }

    static double deviation(double[] samples) {
        double[] finite = finite(samples);
        double mean = Arrays.stream(finite).average().orElse(0);
        return Math.sqrt(Arrays.stream(finite)
                .map(each -> (each - mean) * (each - mean))
                .average()
                .orElse(0));
    }

    /** Without samples of one outcome only, which have no AUC. */
    private static double[] finite(double[] samples) {
        return Arrays.stream(samples).filter(Double::isFinite).toArray();
    }

    /** Between the two nearest values, in proportion. */
    static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
