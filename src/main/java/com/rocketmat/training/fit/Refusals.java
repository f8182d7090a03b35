package com.rocketmat.training.fit;

import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
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

/** Looks for everything that would make a model of these rows worthless, above all features that know the outcome. */
final class Refusals {

    static final int FEWEST = 100;
    static final int FEWEST_IN_A_PART = 10;
    /** Of each outcome, below which a single feature may tell the outcome by chance. */
    static final int FEWEST_TO_JUDGE = 30;

    static final double TELLING = 0.95;
    static final double FILLED = 0.3;

    static final String NO_FEATURES = "There is no feature to learn from: choose some that vary between rows.";

    private static final String LEAK = "it is probably filled in after the decision";

    private final Table table;
    private final List<String> found = new ArrayList<>();
    private final Set<String> leaks = new LinkedHashSet<>();

    private Refusals(Table table) {
        this.table = table;
    }

    /** @param without what the rows were read without */
    static List<String> of(Table table, Split split, List<String> without) {
        Refusals refusals = new Refusals(table);
        refusals.count();
        if (refusals.found.isEmpty()) {
            refusals.parts(split);
        }
        for (int column = 0; column < table.columns().size(); column++) {
            refusals.filled(column);
            refusals.telling(column);
        }
        refusals.remedy(without);
        return refusals.found;
    }

    /** @param auc of a model, on the rows to tune on */
    static String doNotRise(double auc) {
        return String.format(
                Locale.ROOT,
                "On the part to tune on, the model's scores do not rise with the outcomes (AUC %.2f), or so little, or a few are so wrong, that no probabilities can be made of them: wait for more decisions, or leave features out whose values are far apart.",
                auc);
    }

    private void count() {
        int positives = (int) rows().filter(table::positive).count();
        int negatives = table.rows() - positives;
        if (Math.min(positives, negatives) < FEWEST) {
            found.add(
                    "There are %d positive and %d negative rows, and a training needs at least %d of each: wait for more decisions, or choose another label."
                            .formatted(positives, negatives, FEWEST));
        }
    }

    private void parts(Split split) {
        part("learn from", split.train());
        part("tune on", split.tune());
        part("test on", split.test());
    }

    private void part(String purpose, int[] rows) {
        int positives = (int) Arrays.stream(rows).filter(table::positive).count();
        int fewer = Math.min(positives, rows.length - positives);
        if (fewer < FEWEST_IN_A_PART) {
            found.add(String.format(
                    Locale.ROOT,
                    "The part of the time to %s has %d positive and %d negative rows, and needs at least %d of each: wait for more decisions.",
                    purpose,
                    positives,
                    rows.length - positives,
                    FEWEST_IN_A_PART));
        }
    }

    private void filled(int column) {
        double positives = share(column, true);
        double negatives = share(column, false);
        double apart = Math.abs(positives - negatives);
        if (apart > FILLED) {
            leak(
                    column,
                    String.format(
                            Locale.ROOT,
                            "has a value in %.0f %% of the positive and %.0f %% of the negative rows, %.0f points apart where %.0f are allowed: %s.",
                            100 * positives,
                            100 * negatives,
                            100 * apart,
                            100 * FILLED,
                            LEAK));
        }
    }

    /** 0 if too few rows have that outcome to judge. */
    private double share(int column, boolean outcome) {
        int[] rows = rows().filter(row -> table.positive(row) == outcome).toArray();
        long filled =
                Arrays.stream(rows).filter(row -> !table.isMissing(column, row)).count();
        return rows.length < FEWEST_TO_JUDGE || table.rows() - rows.length < FEWEST_TO_JUDGE
                ? 0
                : (double) filled / rows.length;
    }

    private void telling(int column) {
        int[] rows = rows().filter(row -> !table.isMissing(column, row)).toArray();
        boolean[] positives = table.positives(rows);
        int count = (int) Arrays.stream(rows).filter(table::positive).count();
        if (Math.min(count, rows.length - count) < FEWEST_TO_JUDGE) {
            return;
        }
        double auc;
        if (table.columns().get(column).type() == TrainingColumn.Type.NUMBER) {
            double ascending = Auc.of(
                    Arrays.stream(rows)
                            .mapToDouble(row -> table.number(column, row))
                            .toArray(),
                    positives);
            auc = Math.max(ascending, 1 - ascending);
        } else {
            auc = Auc.of(rates(column, rows), positives);
        }
        if (auc > TELLING) {
            leak(
                    column,
                    String.format(
                            Locale.ROOT,
                            "alone tells the outcome, with an AUC of %.2f where %.2f is allowed: %s.",
                            auc,
                            TELLING,
                            LEAK));
        }
    }

    /** For each row the share of positives with the same text, among every other row: its own outcome must not count. */
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

    private void leak(int column, String reason) {
        leaks.add(feature(column));
        found.add(feature(column) + " " + reason);
    }

    /** A training learns from all that its request does not leave out, so one request has to name all. */
    private void remedy(List<String> without) {
        if (!leaks.isEmpty()) {
            // for an address, in which brackets and the signs of a question would be taken for something else
            String all = Stream.concat(without.stream(), leaks.stream())
                    .map(feature -> URLEncoder.encode(feature, StandardCharsets.UTF_8))
                    .collect(Collectors.joining(","));
            found.add("Train without these features (POST …/trainings?without=%s).".formatted(all));
        }
    }

    private IntStream rows() {
        return IntStream.range(0, table.rows());
    }

    private String feature(int column) {
        return table.columns().get(column).feature();
    }
}
