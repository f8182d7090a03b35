package com.rocketmat.deploy.scaling;

import java.util.ArrayList;
import java.util.List;

/** Observations of a day, second by second. */
final class Day {

    private final List<Integer> replicas = new ArrayList<>();
    private final List<Integer> busy = new ArrayList<>();
    private final List<Double> lag = new ArrayList<>();

    void note(int replicasNow, int busyNow, double lagNow) {
        replicas.add(replicasNow);
        busy.add(busyNow);
        lag.add(lagNow);
    }

    int replicas(int hour, int minute) {
        return replicas.get((hour * 60 + minute) * 60);
    }

    int mostReplicas(int fromHour, int toHour) {
        return replicas.subList(fromHour * 3600, toHour * 3600).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElseThrow();
    }

    double meanReplicas() {
        return replicas.stream().mapToInt(Integer::intValue).average().orElseThrow();
    }

    double worstLag(int fromHour, int toHour) {
        return lag.subList(fromHour * 3600, toHour * 3600).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
    }

    /** How often the number of replicas changes direction within these hours. */
    int turns(int fromHour, int toHour) {
        int turns = 0;
        int last = 0;
        for (int second = fromHour * 3600 + 1; second < toHour * 3600; second++) {
            int step = Integer.signum(replicas.get(second) - replicas.get(second - 1));
            if (step != 0) {
                if (last != 0 && step != last) {
                    turns++;
                }
                last = step;
            }
        }
        return turns;
    }

    /** Every ten minutes: time, replicas, busy workers, lag. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder();
        for (int second = 0; second < replicas.size(); second += 600) {
            table.append("%02d:%02d %2d %3d %4.0f%n"
                    .formatted(
                            second / 3600, second / 60 % 60, replicas.get(second), busy.get(second), lag.get(second)));
        }
        return table.toString();
    }
}
