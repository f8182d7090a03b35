package com.rocketmat.training.fit;

import com.rocketmat.bench.Processes;
import com.rocketmat.bench.Row;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** A training of a large history, in its process: 100,000 rows of 20 numbers and 10 categories, a tenth of them missing. */
public final class TrainingSpeed {

    private static final int ROWS = 100_000;
    private static final int NUMBERS = 20;
    private static final int CATEGORIES = 10;
    private static final Duration TIME = Duration.ofMinutes(5);
    private static final long MEMORY = 2L << 30;
    private static final double MEBIBYTE = 1 << 20;

    private TrainingSpeed() {}

    public static List<Row> run(Path build, PrintStream out) {
        TrainingRows history = history();
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Long> peak = CompletableFuture.supplyAsync(() -> peak(done));
        long began = System.nanoTime();
        FitOutcome outcome;
        try (FitProcess process = new FitProcess(MEMORY, TIME)) {
            outcome = process.fit(history, new FitSettings("large", List.of(), Optional.empty()), _ -> {});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        done.set(true);
        if (!(outcome instanceof FitOutcome.Fitted fitted)) {
            throw new IllegalStateException("no model: " + outcome);
        }
        out.println(fitted.report().headline());
        out.printf("a file of %d bytes%n", fitted.onnx().length);
        return List.of(
                Row.ofCost("training", seconds, "s; the baseline is the limit", TIME.toMillis() / 1e3),
                Row.ofCost(
                        "training-memory",
                        peak.join() / MEBIBYTE,
                        "MiB of the process; the baseline is the limit",
                        MEMORY / MEBIBYTE));
    }

    private static TrainingRows history() {
        List<TrainingColumn> columns = new ArrayList<>();
        for (int column = 0; column < NUMBERS; column++) {
            columns.add(new TrainingColumn("candidate.custom[number_" + column + "]", TrainingColumn.Type.NUMBER));
        }
        for (int column = 0; column < CATEGORIES; column++) {
            columns.add(new TrainingColumn("candidate.custom[text_" + column + "]", TrainingColumn.Type.TEXT));
        }
        TrainingRows rows = new TrainingRows(columns);
        Random random = new Random(1);
        for (int row = 0; row < ROWS; row++) {
            Map<String, FeatureValue> values = new HashMap<>();
            double logOdds = -1.5;
            for (int column = 0; column < columns.size(); column++) {
                if (random.nextInt(10) == 0) {
                    continue;
                }
                String feature = columns.get(column).feature();
                if (column < NUMBERS) {
                    double value = random.nextGaussian();
                    logOdds += column < 5 ? 0.4 * Math.max(value, column - 2) : 0;
                    values.put(feature, new FeatureValue.Numeric(value));
                } else {
                    int text = random.nextInt(10 * (column - NUMBERS + 1));
                    logOdds += column == NUMBERS && text == 3 ? 1.5 : 0;
                    values.put(feature, new FeatureValue.Text("Text " + text));
                }
            }
            Instant applied = Instant.ofEpochSecond(600L * row);
            rows.add(new TrainingRow(
                    row,
                    random.nextInt(ROWS),
                    random.nextInt(300),
                    applied.plus(Duration.ofDays(random.nextInt(90))),
                    random.nextDouble() < 1 / (1 + Math.exp(-logOdds)),
                    values));
        }
        return rows;
    }

    /** The most memory of the only child, in bytes; 0 if the system does not report it. */
    private static long peak(AtomicBoolean done) {
        long peak = 0;
        while (!done.get()) {
            for (ProcessHandle child : ProcessHandle.current().children().toList()) {
                peak = Math.max(peak, Processes.highest(child.pid()));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return peak;
            }
        }
        return peak;
    }
}
