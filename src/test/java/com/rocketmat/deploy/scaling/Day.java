package com.rocketmat.deploy.scaling;

import java.util.Arrays;

/** Observations of a day, second by second. */
final class Day {

    static final int SECONDS = 24 * 60 * 60;

    private final int[] replicas = new int[SECONDS];
    private final double[] lag = new double[SECONDS];

    void note(int second, int replicasNow, double lagNow) {
        replicas[second] = replicasNow;
        lag[second] = lagNow;
    }

    int replicas(int hour, int minute) {
        return replicas[(hour * 60 + minute) * 60];
    }

    int mostReplicas(int fromHour, int toHour) {
        return Arrays.stream(replicas, fromHour * 3600, toHour * 3600).max().orElseThrow();
    }

    double meanReplicas() {
        return Arrays.stream(replicas).average().orElseThrow();
    }

    double worstLag(int fromHour, int toHour) {
        return Arrays.stream(lag, fromHour * 3600, toHour * 3600).max().orElseThrow();
    }

    /** How often the number of replicas changes direction within these hours. */
    int turns(int fromHour, int toHour) {
        int turns = 0;
        int last = 0;
        for (int second = fromHour * 3600 + 1; second < toHour * 3600; second++) {
            int step = Integer.signum(replicas[second] - replicas[second - 1]);
            if (step != 0) {
                turns += last != 0 && step != last ? 1 : 0;
                last = step;
            }
        }
        return turns;
    }
}
