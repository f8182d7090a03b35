package com.rocketmat.training.fit;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.training.fit.report.Auc;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** A made-up history of decisions whose probabilities are known. */
public final class PlantedHistory {

    private static final List<TrainingColumn> COLUMNS = List.of(
            new TrainingColumn("candidate.experience_years", TrainingColumn.Type.NUMBER),
            new TrainingColumn("candidate.degree_level", TrainingColumn.Type.NUMBER),
            new TrainingColumn("candidate.gap_months", TrainingColumn.Type.NUMBER),
            new TrainingColumn("application.referred", TrainingColumn.Type.FLAG),
            new TrainingColumn("candidate.title", TrainingColumn.Type.TEXT),
            new TrainingColumn("candidate.company", TrainingColumn.Type.TEXT),
            new TrainingColumn("job.department_id", TrainingColumn.Type.ID));

    private static final List<String> TITLES =
            List.of("Engineer", "Analyst", "Designer", "Nurse", "Driver", "Baker", "Clerk", "Pilot", "Cook", "Tailor");
    private static final Instant BEGIN = Instant.parse("2024-01-01T00:00:00Z");

    private final List<TrainingColumn> columns = new ArrayList<>(COLUMNS);
    private final List<TrainingRow> rows = new ArrayList<>();
    /** By application. */
    private final Map<Long, Double> truth = new HashMap<>();

    private PlantedHistory() {}

    /** The log-odds of a row. */
    interface Truth extends ToDoubleFunction<Map<String, FeatureValue>> {}

    /** With interactions, thresholds and categories, which only trees can fit. */
    public static PlantedHistory of(int rows, long seed) {
        return of(rows, seed, PlantedHistory::crooked);
    }

    static PlantedHistory of(int rows, long seed, Truth truth) {
        PlantedHistory history = new PlantedHistory();
        Random random = new Random(seed);
        for (int row = 0; row < rows; row++) {
            Map<String, FeatureValue> values = values(random);
            double logOdds = truth.applyAsDouble(values);
            boolean positive = random.nextDouble() < 1 / (1 + Math.exp(-logOdds));
            Instant applied = BEGIN.plus(Duration.ofMinutes(100L * row));
            history.truth.put(row + 1L, logOdds);
            history.rows.add(new TrainingRow(
                    row + 1L,
                    // some candidates apply again
                    1_000_000 + random.nextInt(rows),
                    7000 + random.nextInt(20),
                    applied.plus(Duration.ofDays(random.nextInt(60))),
                    positive,
                    values));
        }
        return history;
    }

    private static Map<String, FeatureValue> values(Random random) {
        Map<String, FeatureValue> values = new HashMap<>();
        values.put("candidate.experience_years", Fixture.number(Math.round(random.nextDouble() * 300) / 10.0));
        if (random.nextInt(10) > 0) {
            values.put("candidate.degree_level", Fixture.number(random.nextInt(6)));
        }
        if (random.nextInt(5) > 0) {
            values.put("candidate.gap_months", Fixture.number(random.nextInt(40)));
        }
        values.put("application.referred", FeatureValue.flag(random.nextInt(4) == 0));
        if (random.nextInt(20) > 0) {
            values.put("candidate.title", new FeatureValue.Text(title(random)));
        }
        values.put("candidate.company", new FeatureValue.Text("Only " + random.nextInt(1_000_000_000)));
        values.put("job.department_id", new FeatureValue.Identifier(4_000_000_000L + random.nextInt(6)));
        return values;
    }

    private static String title(Random random) {
        int one = random.nextInt(TITLES.size());
        int other = random.nextInt(TITLES.size());
        return TITLES.get(Math.min(one, other));
    }

    private static double crooked(Map<String, FeatureValue> row) {
        double years = number(row, "candidate.experience_years", 0);
        boolean referred = number(row, "application.referred", 0) == 1;
        double logOdds = -2.5;
        logOdds += years > 8 && years < 20 ? 2 : -0.5;
        logOdds += referred ? (years > 8 ? 2 : -1) : 0;
        logOdds += 0.3 * number(row, "candidate.degree_level", 1);
        return logOdds + ofTitle(row);
    }

    /** A truth that a logistic model of the same columns fits as well as any model. */
    static double straight(Map<String, FeatureValue> row) {
        return -2
                + 0.1 * number(row, "candidate.experience_years", 0)
                + number(row, "application.referred", 0)
                - 0.02 * number(row, "candidate.gap_months", 20);
    }

    private static double ofTitle(Map<String, FeatureValue> row) {
        return switch (row.get("candidate.title")) {
            case FeatureValue.Text(String title) when title.equals("Engineer") -> 1;
            case FeatureValue.Text(String title) when title.equals("Designer") -> -1.5;
            case FeatureValue.Text(String title) when title.equals("Driver") -> 1.5;
            case null, default -> 0;
        };
    }

    private static double number(Map<String, FeatureValue> row, String feature, double missing) {
        return row.get(feature) instanceof FeatureValue.Numeric(double value) ? value : missing;
    }

    /** Adds a column, with no value where the function returns null. */
    PlantedHistory withNumber(String feature, Function<TrainingRow, Double> value) {
        return with(
                new TrainingColumn(feature, TrainingColumn.Type.NUMBER),
                row -> Optional.ofNullable(value.apply(row))
                        .map(Fixture::number)
                        .orElse(FeatureValue.MISSING));
    }

    /** Adds a column, with no value where the function returns null. */
    PlantedHistory withText(String feature, Function<TrainingRow, String> value) {
        return with(new TrainingColumn(feature, TrainingColumn.Type.TEXT), row -> FeatureValue.text(value.apply(row)));
    }

    private PlantedHistory with(TrainingColumn column, Function<TrainingRow, FeatureValue> value) {
        columns.add(column);
        rows.forEach(row -> row.values().put(column.feature(), value.apply(row)));
        return this;
    }

    /** Replaces a number in one row. */
    PlantedHistory mistyped(long application, String feature, double value) {
        rows.stream()
                .filter(row -> row.applicationId() == application)
                .forEach(row -> row.values().put(feature, Fixture.number(value)));
        return this;
    }

    PlantedHistory shuffled(long seed) {
        Collections.shuffle(rows, new Random(seed));
        return this;
    }

    /** Keeps a random sample of this many positive rows. */
    PlantedHistory atMost(int positives) {
        List<TrainingRow> all =
                new ArrayList<>(rows.stream().filter(TrainingRow::positive).toList());
        Collections.shuffle(all, new Random(1));
        rows.removeAll(all.subList(positives, all.size()));
        return this;
    }

    public TrainingRows rows() {
        TrainingRows collected = new TrainingRows(columns);
        rows.forEach(collected::add);
        return collected;
    }

    /** The AUC of the truth on the test rows, which no model exceeds except by chance. */
    double auc() {
        Table table = Table.of(rows());
        int[] test = Split.of(table).test();
        return Auc.of(
                IntStream.of(test)
                        .mapToDouble(row -> truth.get(table.key(row).application()))
                        .toArray(),
                table.positives(test));
    }
}
