package com.rocketmat.training.fit;

import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoreFormat;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Matrix;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.report.Bootstrap;
import com.rocketmat.training.fit.report.Calibration;
import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.report.Report.Importance;
import com.rocketmat.training.fit.report.Report.Interval;
import com.rocketmat.training.fit.report.Report.Quality;
import com.rocketmat.training.fit.rows.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures a model on the test rows, and compares it with other ways to score the same rows. */
final class Evaluation {

    private static final int SHUFFLES = 3;
    private static final long SEED = 20260131;

    private final Table table;
    private final int[] rows;
    private final boolean[] positives;
    private final long[] candidates;
    private final long[] jobs;
    private final List<Rival> rivals = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param probability whether its scores are probabilities */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Rival(String name, String what, double[] scores, boolean probability) {}

    Evaluation(Table table, int[] rows) {
        this.table = table;
        this.rows = rows;
        this.positives = table.positives(rows);
        this.candidates =
                Arrays.stream(rows).mapToLong(row -> table.key(row).candidate()).toArray();
        this.jobs = Arrays.stream(rows).mapToLong(row -> table.key(row).job()).toArray();
    }

    /** Compares margins if the baseline has no useful probabilities: the margins still rank the rows. */
    void addBaseline(Scorer baseline, Matrix test) {
        boolean probability = baseline.platt().isIncreasing();
        double[] scores =
                probability ? baseline.probabilities(test) : baseline.model().margins(test);
        rivals.add(new Rival("baseline", "a logistic model of the same columns", scores, probability));
    }

    /** The rival of a model without a baseline. */
    void addConstant(double probability) {
        double[] same = new double[rows.length];
        Arrays.fill(same, probability);
        rivals.add(new Rival("constant", "the same probability for all", same, true));
    }

    /** @param limit for scoring the rows; a slower version is not compared */
    void addActive(ActiveVersion active, Duration limit) {
        tryToAdd(active, limit)
                .ifPresent(reason ->
                        notes.add("Not compared with the active version %s: %s.".formatted(active.version(), reason)));
    }

    /** Adds the version to the rivals, or returns why it cannot be compared. */
    private Optional<String> tryToAdd(ActiveVersion active, Duration limit) {
        Optional<String> cannotScore =
                Optional.of("it cannot score all of these rows, or not within %d s".formatted(limit.toSeconds()));
        try {
            Manifest manifest = Manifest.parse(active.manifest());
            RuntimeScores runtime = new RuntimeScores(table, rows);
            Optional<String> obstacle = runtime.findObstacle(manifest);
            if (obstacle.isPresent()) {
                return obstacle;
            }
            double[] scores = runtime.of(active.file(), manifest, limit);
            if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
                return cannotScore;
            }
            boolean probability = manifest.score().scale() != ScoreFormat.Scale.RAW;
            rivals.add(new Rival(
                    active.version(),
                    "the version that is active now, which may have learned from some of these rows",
                    probability
                            ? Arrays.stream(scores).map(score -> score / 100).toArray()
                            : scores,
                    probability));
            return Optional.empty();
        } catch (RuntimeException _) {
            // a message may quote a value
            return cannotScore;
        }
    }

    List<String> notes() {
        return notes;
    }

    record Result(Quality model, List<Comparison> comparisons) {

        /** Compares the model with the first rival, which it beats if the AUC is higher and the difference is significant. */
        String headline(boolean trees) {
            Interval auc = model.auc();
            Comparison first = comparisons.getFirst();
            return String.format(
                    Locale.ROOT,
                    "The model %s %s on decisions that it has not seen: an AUC of %.2f (95 %% interval %.2f to %.2f) against %.2f.",
                    first.difference().low() > 0 ? "beats" : "does not beat",
                    trees ? "the baseline, a logistic model," : "chance",
                    auc.value(),
                    auc.low(),
                    auc.high(),
                    first.quality().auc().value());
        }

        /** A difference of less than half the width of its interval would not be significant. */
        String detectableDifferences(int rows) {
            String smallest = comparisons.stream()
                    .map(other -> String.format(
                            Locale.ROOT,
                            "%.3f (%s)",
                            (other.difference().high() - other.difference().low()) / 2,
                            other.name()))
                    .collect(Collectors.joining(", "));
            return "The smallest detectable difference in AUC, with %d applications to test on: about %s. A smaller one cannot be told from chance."
                    .formatted(rows, smallest);
        }
    }

    Result result(double[] probabilities) {
        List<double[]> scores = new ArrayList<>(List.of(probabilities));
        rivals.forEach(rival -> scores.add(rival.scores()));
        double[][] samples = Bootstrap.aucs(candidates, positives, scores.toArray(double[][]::new));
        Quality model = quality(probabilities, true, samples[0]);
        List<Comparison> comparisons = new ArrayList<>();
        for (int i = 0; i < rivals.size(); i++) {
            Rival rival = rivals.get(i);
            Quality quality = quality(rival.scores(), rival.probability(), samples[i + 1]);
            Interval difference = Bootstrap.interval(
                    model.auc().value() - quality.auc().value(), differences(samples[0], samples[i + 1]));
            comparisons.add(new Comparison(rival.name(), rival.what(), quality, difference));
        }
        return new Result(model, comparisons);
    }

    private static double[] differences(double[] minuends, double[] subtrahends) {
        return IntStream.range(0, minuends.length)
                .mapToDouble(i -> minuends[i] - subtrahends[i])
                .toArray();
    }

    private Quality quality(double[] scores, boolean probability, double[] samples) {
        double withinJobs = Auc.within(jobs, scores, positives);
        return new Quality(
                Bootstrap.interval(Auc.of(scores, positives), samples),
                Double.isNaN(withinJobs) ? null : withinJobs,
                probability ? Calibration.logLoss(scores, positives) : null,
                probability ? Calibration.deciles(scores, positives) : List.of());
    }

    /** Permutation importance: the loss of AUC when a feature's values are shuffled among the rows. */
    List<Importance> importance(Scorer scorer, Encoder encoder, Matrix encoded, DoubleConsumer progress) {
        double unshuffled = Auc.of(scorer.probabilities(encoded), positives);
        List<Importance> all = new ArrayList<>();
        List<String> features = encoder.features();
        // the parent process accepts a limited number of progress messages
        int hundredth = Math.ceilDiv(features.size(), 100);
        for (int feature = 0; feature < features.size(); feature++) {
            if (feature % hundredth == 0) {
                progress.accept((double) feature / features.size());
            }
            Random random = new Random(SEED);
            double lost = 0;
            for (int shuffle = 0; shuffle < SHUFFLES; shuffle++) {
                Matrix shuffled = shuffled(encoded, encoder.encodedColumns().get(feature), random);
                lost += unshuffled - Auc.of(scorer.probabilities(shuffled), positives);
            }
            all.add(new Importance(features.get(feature), lost / SHUFFLES, null));
        }
        return all.stream()
                .sorted(Comparator.comparingDouble(Importance::loss).reversed().thenComparing(Importance::feature))
                .toList();
    }

    private static Matrix shuffled(Matrix rows, int[] columns, Random random) {
        float[] values = rows.values().clone();
        int[] order = IntStream.range(0, rows.rows()).toArray();
        for (int row = order.length - 1; row > 0; row--) {
            int other = random.nextInt(row + 1);
            int swapped = order[row];
            order[row] = order[other];
            order[other] = swapped;
        }
        for (int row = 0; row < order.length; row++) {
            for (int column : columns) {
                values[row * rows.width() + column] = rows.at(order[row], column);
            }
        }
        return new Matrix(values, rows.width());
    }
}
