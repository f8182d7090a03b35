package com.rocketmat.training.fit.report;

import com.rocketmat.training.fit.report.Report.Decile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

public final class Calibration {

    private static final int PARTS = 10;
    /** Clips probabilities, since 0 for the actual outcome would be an infinite loss. */
    private static final double MIN_PROBABILITY = 1e-7;

    private Calibration() {}

    public static List<Decile> deciles(double[] probabilities, boolean[] positives) {
        List<Integer> order = IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(row -> probabilities[row]))
                .toList();
        List<Decile> deciles = new ArrayList<>();
        for (int part = 0; part < PARTS; part++) {
            List<Integer> rows = order.subList(
                    (int) ((long) order.size() * part / PARTS), (int) ((long) order.size() * (part + 1) / PARTS));
            if (!rows.isEmpty()) {
                deciles.add(new Decile(
                        rows.size(),
                        rows.stream()
                                .mapToDouble(row -> probabilities[row])
                                .average()
                                .orElseThrow(),
                        rows.stream()
                                .mapToInt(row -> positives[row] ? 1 : 0)
                                .average()
                                .orElseThrow()));
            }
        }
        return deciles;
    }

    public static double logLoss(double[] probabilities, boolean[] positives) {
        double loss = 0;
        for (int row = 0; row < probabilities.length; row++) {
            double probability = positives[row] ? probabilities[row] : 1 - probabilities[row];
            loss -= Math.log(Math.clamp(probability, MIN_PROBABILITY, 1 - MIN_PROBABILITY));
        }
        return loss / probabilities.length;
    }
}
