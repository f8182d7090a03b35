package com.rocketmat.training.fit;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ManifestWriter;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Matrix;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.onnx.ModelFile;
import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.report.Report;
import com.rocketmat.training.fit.report.Report.Importance;
import com.rocketmat.training.fit.report.Report.LeftOut;
import com.rocketmat.training.fit.report.Report.Part;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Trains a model: a pure function of its arguments, independent of the order of the rows. */
public final class Fit {

    /** Trees need more positives than a logistic model. */
    static final int MIN_POSITIVES_FOR_TREES = 300;

    private static final double MAX_DISPARITY = 1e-5;

    /** For all test rows, with one version. */
    private static final Duration SCORING_LIMIT = Duration.ofMinutes(1);

    private final Table table;
    private final Split split;
    private final FitSettings settings;
    private final Consumer<FitStep> steps;
    private final int positives;

    private Fit(Table table, FitSettings settings, Consumer<FitStep> steps) {
        this.table = table;
        this.split = Split.of(table);
        this.settings = settings;
        this.steps = steps;
        this.positives = count(IntStream.range(0, table.rows()).toArray());
    }

    /** Fits, evaluates and exports a model; {@code steps} takes each step before it is done. */
    public static FitOutcome of(TrainingRows rows, FitSettings settings, Consumer<FitStep> steps) {
        return new Fit(Table.of(rows), settings, steps).outcome();
    }

    private FitOutcome outcome() {
        fitting(0);
        List<String> refusals = Refusals.of(table, split, settings.without());
        if (!refusals.isEmpty()) {
            return new FitOutcome.Refused(refusals);
        }
        Encoder encoder = Encoder.fit(table, split.train());
        if (encoder.features().isEmpty()) {
            return new FitOutcome.Refused(List.of(Refusals.NO_FEATURES));
        }
        Learned learned = Learned.from(table, split, encoder, positives >= MIN_POSITIVES_FOR_TREES, this::fitting);
        Scorer scorer = learned.model();
        double[] margins = scorer.model().margins(encoder.encode(table, split.tune()));
        double auc = Auc.of(margins, table.positives(split.tune()));
        if (!(auc > 0.5) || !scorer.platt().isIncreasing()) {
            return new FitOutcome.Refused(List.of(Refusals.uselessScores(auc)));
        }
        return evaluate(encoder, learned);
    }

    private FitOutcome evaluate(Encoder encoder, Learned learned) {
        measuring(0);
        Scorer scorer = learned.model();
        byte[] file = ModelFile.of(encoder, scorer.model(), scorer.platt());
        double baseRate = (double) count(split.train()) / split.train().length;
        Manifest manifest = TrainedManifest.of(settings.name(), encoder, baseRate);
        Matrix test = encoder.encode(table, split.test());
        double[] probabilities = scorer.probabilities(test);
        double[] scores = new RuntimeScores(table, split.test()).of(file, manifest, SCORING_LIMIT);
        double parity = maxDistance(scores, probabilities);
        if (!(parity <= MAX_DISPARITY)) {
            return new FitOutcome.Failed(String.format(
                    Locale.ROOT,
                    "The ONNX file's probabilities differ from the trainer's by up to %.1e; allowed are %.0e",
                    parity,
                    MAX_DISPARITY));
        }
        Evaluation evaluation = new Evaluation(table, split.test());
        learned.baseline()
                .ifPresentOrElse(
                        baseline -> evaluation.addBaseline(baseline, test), () -> evaluation.addConstant(baseRate));
        // starts a new step, with a time limit of its own
        measuring(0);
        settings.active().ifPresent(active -> evaluation.addActive(active, SCORING_LIMIT));
        Evaluation.Result result = evaluation.result(probabilities);
        List<Importance> importance = evaluation.importance(scorer, encoder, test, this::measuring);
        boolean trees = learned.baseline().isPresent();
        return new FitOutcome.Fitted(
                file,
                ManifestWriter.canonical(manifest),
                new Report(
                        result.headline(trees),
                        trees ? "trees" : "logistic",
                        learned.settings(),
                        table.rows(),
                        positives,
                        distinct(row -> table.key(row).candidate()),
                        distinct(row -> table.key(row).job()),
                        day(0),
                        day(table.rows() - 1),
                        part(split.train()),
                        part(split.tune()),
                        part(split.test()),
                        result.model(),
                        result.comparisons(),
                        importance,
                        leftOut(encoder),
                        notes(encoder, evaluation, result, trees),
                        parity));
    }

    private void fitting(double share) {
        begin("fitting", share);
    }

    private void measuring(double share) {
        begin("measuring on the test part", share);
    }

    private void begin(String step, double share) {
        steps.accept(new FitStep(step, (int) Math.round(share * 100)));
    }

    /** The largest difference between a probability of the file and the trainer's. */
    static double maxDistance(double[] scores, double[] probabilities) {
        double largest = 0;
        for (int row = 0; row < scores.length; row++) {
            // max keeps NaN
            largest = Math.max(largest, Math.abs(scores[row] / 100 - probabilities[row]));
        }
        return largest;
    }

    private List<LeftOut> leftOut(Encoder encoder) {
        List<LeftOut> all = new ArrayList<>();
        encoder.unused().forEach(unused -> all.add(new LeftOut(unused.feature(), unused.why())));
        if (split.leftOut() > 0) {
            all.add(new LeftOut(
                    split.leftOut() + " rows",
                    "their candidates have later decisions in another part, and no candidate may be in two parts"));
        }
        return all;
    }

    private List<String> notes(Encoder encoder, Evaluation evaluation, Evaluation.Result result, boolean trees) {
        List<String> notes = new ArrayList<>();
        if (!trees) {
            notes.add("A logistic model only: trees need at least %d positive rows, and there are %d."
                    .formatted(MIN_POSITIVES_FOR_TREES, positives));
        }
        notes.add(
                "The test part consists of the latest decisions, all made after those that the model learned from and was tuned on.");
        notes.add(result.detectableDifferences(split.test().length));
        notes.addAll(LateDates.notes(table, encoder.categories()));
        notes.add(
                "A model repeats the decisions that it learned from, fair or not: compare its scores between groups.");
        notes.addAll(evaluation.notes());
        return notes;
    }

    private Part part(int[] rows) {
        return new Part(rows.length, count(rows), day(rows[0]), day(rows[rows.length - 1]));
    }

    private String day(int row) {
        return table.key(row).decided().atZone(ZoneOffset.UTC).toLocalDate().toString();
    }

    private int count(int[] rows) {
        return (int) Arrays.stream(rows).filter(table::positive).count();
    }

    private int distinct(IntToLongFunction key) {
        return (int) IntStream.range(0, table.rows()).mapToLong(key).distinct().count();
    }
}
