package com.rocketmat.training.fit;

import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what would make a model of these rows worthless, above all features that leak the outcome. */
final class Refusals {

    static final int MIN_PER_OUTCOME = 100;
    static final int MIN_PER_PART = 10;
    /** Per outcome; with fewer rows, a feature may predict the outcome by chance. */
    static final int MIN_TO_JUDGE = 30;

    static final double MAX_AUC = 0.95;
    static final double MAX_DIFFERENCE = 0.3;

    static final String NO_FEATURES = "There is no feature to learn from: choose some that vary between rows.";

    private static final String LEAK = "it is probably filled in after the decision";

    private final Table table;
    private final List<String> found = new ArrayList<>();
    private final Set<String> leaks = new LinkedHashSet<>();

    private Refusals(Table table) {
        this.table = table;
    }

    /** @param without features that the request left out */
    static List<String> of(Table table, Split split, List<String> without) {
        Refusals refusals = new Refusals(table);
        refusals.checkCounts();
        if (refusals.found.isEmpty()) {
            refusals.checkParts(split);
        }
        for (int column = 0; column < table.columns().size(); column++) {
            refusals.checkFilled(column);
            refusals.checkPredictive(column);
        }
        refusals.addRemedy(without);
        return refusals.found;
    }

    /** @param auc of the model on the tuning rows */
    static String uselessScores(double auc) {
        return String.format(
                Locale.ROOT,
                "On the part to tune on, the model's scores do not rise with the outcomes (AUC %.2f), or too little, or a few are too wrong, so no probabilities can be derived from them: wait for more decisions, or leave out features with extreme values.",
                auc);
    }

    private void checkCounts() {
        int positives = (int) rows().filter(table::positive).count();
        int negatives = table.rows() - positives;
        if (Math.min(positives, negatives) < MIN_PER_OUTCOME) {
            found.add(
                    "There are %d positive and %d negative rows, and a training needs at least %d of each: wait for more decisions, or choose another label."
                            .formatted(positives, negatives, MIN_PER_OUTCOME));
        }
    }

    private void checkParts(Split split) {
        checkPart("learn from", split.train());
        checkPart("tune on", split.tune());
        checkPart("test on", split.test());
    }

    private void checkPart(String purpose, int[] rows) {
        int positives = (int) Arrays.stream(rows).filter(table::positive).count();
        int fewer = Math.min(positives, rows.length - positives);
        if (fewer < MIN_PER_PART) {
            found.add(String.format(
                    Locale.ROOT,
                    "The part of the time to %s has %d positive and %d negative rows, and needs at least %d of each: wait for more decisions.",
                    purpose,
                    positives,
                    rows.length - positives,
                    MIN_PER_PART));
        }
    }

    private void checkFilled(int column) {
        double positives = filledShare(column, true);
        double negatives = filledShare(column, false);
        double difference = Math.abs(positives - negatives);
        if (difference > MAX_DIFFERENCE) {
            addLeak(
                    column,
                    String.format(
                            Locale.ROOT,
                            "has a value in %.0f %% of the positive and %.0f %% of the negative rows, %.0f points apart; allowed are %.0f: %s.",
                            100 * positives,
                            100 * negatives,
                            100 * difference,
                            100 * MAX_DIFFERENCE,
                            LEAK));
        }
    }

    /** 0 if too few rows have that outcome to judge. */
    private double filledShare(int column, boolean outcome) {
        int[] rows = rows().filter(row -> table.positive(row) == outcome).toArray();
        long filled =
                Arrays.stream(rows).filter(row -> !table.isMissing(column, row)).count();
        return rows.length < MIN_TO_JUDGE || table.rows() - rows.length < MIN_TO_JUDGE
                ? 0
                : (double) filled / rows.length;
    }

    private void checkPredictive(int column) {
        int[] rows = rows().filter(row -> !table.isMissing(column, row)).toArray();
        boolean[] positives = table.positives(rows);
        int count = (int) Arrays.stream(rows).filter(table::positive).count();
        if (Math.min(count, rows.length - count) < MIN_TO_JUDGE) {
            return;
        }
        double auc;
        if (!table.columns().get(column).type().isCategory()) {
            double ascending = Auc.of(
                    Arrays.stream(rows)
                            .mapToDouble(row -> table.number(column, row))
                            .toArray(),
                    positives);
            auc = Math.max(ascending, 1 - ascending);
        } else {
            auc = Auc.of(rates(column, rows), positives);
        }
        if (auc > MAX_AUC) {
            addLeak(
                    column,
                    String.format(
                            Locale.ROOT,
                            "alone predicts the outcome, with an AUC of %.2f; allowed is %.2f: %s.",
                            auc,
                            MAX_AUC,
                            LEAK));
        }
    }

    /** By row, the share of positives with the same text in the other half of the rows, so that its own outcome does not count. */
    private double[] rates(int column, int[] rows) {
        int texts = table.texts(column).size() + 1;
        double[][] positives = new double[2][texts];
        double[][] all = new double[2][texts];
        double base = Arrays.stream(rows).filter(table::positive).count() / (double) rows.length;
        for (int i = 0; i < rows.length; i++) {
            int text = text(column, rows[i]);
            positives[i % 2][text] += table.positive(rows[i]) ? 1 : 0;
            all[i % 2][text]++;
        }
        double[] rates = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int text = text(column, rows[i]);
            int other = 1 - i % 2;
            rates[i] = (positives[other][text] + base) / (all[other][text] + 1);
        }
        return rates;
    }

    private int text(int column, int row) {
        int code = table.code(column, row);
        return code < 0 ? table.texts(column).size() : code;
    }

    private void addLeak(int column, String reason) {
        leaks.add(feature(column));
        found.add(feature(column) + " " + reason);
    }

    /** Names all features to leave out, since a request does not inherit those of an earlier one. */
    private void addRemedy(List<String> without) {
        if (!leaks.isEmpty()) {
            // encoded, since the names are part of a URL
            String names = Stream.concat(without.stream(), leaks.stream())
                    .map(feature -> URLEncoder.encode(feature, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(","));
            found.add("Train without these features (POST …/trainings?without=%s).".formatted(names));
        }
    }

    private IntStream rows() {
        return IntStream.range(0, table.rows());
    }

    private String feature(int column) {
        return table.columns().get(column).feature();
    }
}
