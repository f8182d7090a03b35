package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.training.fit.Evaluation.Result;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Logistic;
import com.rocketmat.training.fit.learn.Platt;
import com.rocketmat.training.fit.learn.Scorer;
import com.rocketmat.training.fit.report.Report.Comparison;
import com.rocketmat.training.fit.report.Report.Quality;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** With so few rows that the expected values can be computed by hand. */
class EvaluationTest {

    private static final int[] ROWS = IntStream.range(0, 12).toArray();

    /** Every third row is positive; the rows alternate between two jobs. */
    private final Table table = table(row -> row % 3 == 0 || row == 1 ? "Nurse" : "Baker");

    private final Evaluation evaluation = new Evaluation(table, ROWS);

    @Test
    void rowsAreAlsoComparedWithinTheirJobs() {
        evaluation.addConstant(0.25);

        // in order in both jobs, but one has all the higher scores
        double[] scores = IntStream.of(ROWS)
                .mapToDouble(row -> (row % 2 == 0 ? 0.5 : 0) + (row % 3 == 0 ? 0.2 : 0.1))
                .toArray();
        Result result = evaluation.result(scores);

        assertThat(result.model().aucWithinJobs()).isEqualTo(1);
        assertThat(result.model().auc().value()).isEqualTo(0.75);
        assertThat(result.comparisons().getFirst().difference().value()).isEqualTo(0.25);
    }

    @Test
    void withoutAJobWithBothOutcomesThereIsNoAucWithinJobs() {
        Evaluation one = new Evaluation(table, new int[] {0, 1});
        assertThat(one.result(new double[] {0.5, 0.25}).model().aucWithinJobs()).isNull();
    }

    @Test
    void aModelDoesNotBeatAnEqualRival() {
        evaluation.addConstant(0.25);
        assertThat(evaluation.result(new double[ROWS.length]).headline(false))
                .startsWith("The model does not beat chance");
    }

    @ParameterizedTest
    @ValueSource(floats = {1, 0})
    void aBaselineIsJudgedByItsRankingEvenWithoutProbabilities(float slope) {
        Encoder encoder = Encoder.fit(table, ROWS);
        float[] ones = new float[encoder.width()];
        float[] none = ones.clone();
        Arrays.fill(ones, 1);
        // the first columns are the years, which determine the outcome
        float[] weights = none.clone();
        weights[0] = 1;
        evaluation.addBaseline(
                new Scorer(new Logistic(none, none, ones, weights, 0), new Platt(slope, -1)),
                encoder.encode(table, ROWS));

        Result result = evaluation.result(new double[ROWS.length]);

        Quality baseline = result.comparisons().getFirst().quality();
        assertThat(baseline.auc().value()).isEqualTo(1);
        assertThat(baseline.logLoss() == null).isEqualTo(slope == 0);
        assertThat(result.headline(true))
                .startsWith("The model does not beat the baseline")
                .endsWith("against 1.00.");
    }

    @Test
    void theScoresOfTheActiveVersionArePercents() {
        evaluation.addActive(active(Graph.times(2)), Duration.ofMinutes(1));

        Comparison active =
                evaluation.result(new double[ROWS.length]).comparisons().getFirst();
        assertThat(active.quality().logLoss()).isCloseTo(-(Math.log(0.9) + 2 * Math.log(0.8)) / 3, within(1e-6));
    }

    /** As an uploaded model, which reads texts unchanged. */
    @Test
    void rawScoresAreOnlyRanked() {
        Quality quality = compared("candidate.title", "", Graph.words("Baker", "Nurse"));

        assertThat(quality.auc().value())
                .as("one of eight negative rows is a tie")
                .isEqualTo(0.9375);
        assertThat(quality.logLoss()).isNull();
        assertThat(quality.calibration()).isEmpty();
    }

    @Test
    void anActiveVersionMayReadIdsAsNumbers() {
        Quality quality = compared("job.department_id", ",'missing':{'job.department_id':0}", Graph.cast(Graph.INT64));
        assertThat(quality.auc().value())
                .as("all rows have the same department")
                .isEqualTo(0.5);
    }

    /** With an active version that returns raw scores. */
    private Quality compared(String feature, String missing, Graph graph) {
        String manifest = Fixture.manifest("'" + feature + "'", "{'name':'y'}", missing);
        evaluation.addActive(new ActiveVersion("v1", manifest, graph.toBytes()), Duration.ofMinutes(1));
        assertThat(evaluation.notes()).isEmpty();
        return evaluation
                .result(new double[ROWS.length])
                .comparisons()
                .getFirst()
                .quality();
    }

    @Test
    void anActiveVersionThatCannotScoreAllRowsInTimeIsNotCompared() {
        evaluation.addActive(active(Graph.times(10)), Duration.ofMinutes(1));
        evaluation.addActive(active(Graph.endless()), Duration.ofMillis(50));

        assertThat(evaluation.notes())
                .containsExactly(
                        "Not compared with the active version v1: it cannot score all of these rows, or not within 60 s.",
                        "Not compared with the active version v1: it cannot score all of these rows, or not within 0 s.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            candidate.tags  | it needs candidate.tags, which is not among the columns.
            candidate.title | it reads long texts in candidate.title, which a training does not keep.
            """)
    void anActiveVersionIsNotComparedWithoutItsFeatures(String feature, String reason) {
        Evaluation withLongTitles = new Evaluation(table(_ -> "x".repeat(201)), ROWS);
        String manifest = Fixture.manifest("'" + feature + "'", "{'name':'y'}", "");

        withLongTitles.addActive(new ActiveVersion("v1", manifest, new byte[0]), Duration.ofMinutes(1));

        assertThat(withLongTitles.notes()).containsExactly("Not compared with the active version v1: " + reason);
    }

    @Test
    void allColumnsOfAFeatureAreShuffledTogether() {
        Encoder encoder = Encoder.fit(table, ROWS);
        float[] none = new float[encoder.width()];
        float[] ones = none.clone();
        Arrays.fill(ones, 1);
        // only the last column of the title matters: whether it is the rarer one
        float[] weights = none.clone();
        weights[weights.length - 1] = 1;
        Scorer scorer = new Scorer(new Logistic(none, none, ones, weights, 0), new Platt(1, 0));

        assertThat(evaluation.importance(scorer, encoder, encoder.encode(table, ROWS), _ -> {}))
                .satisfiesExactly(
                        title -> {
                            assertThat(title.feature()).isEqualTo("candidate.title");
                            assertThat(title.loss()).isBetween(0.1, 1.0);
                        },
                        years -> assertThat(years.loss()).isZero());
    }

    @Test
    void theImportanceOfManyFeaturesIsReportedPerHundredth() {
        int features = 250;
        Table wide = Table.of(years(features));
        Encoder encoder = Encoder.fit(wide, ROWS);
        float[] none = new float[encoder.width()];
        float[] ones = none.clone();
        Arrays.fill(ones, 1);
        Scorer scorer = new Scorer(new Logistic(none, none, ones, none, 0), new Platt(1, 0));
        List<Double> shares = new ArrayList<>();

        assertThat(new Evaluation(wide, ROWS).importance(scorer, encoder, encoder.encode(wide, ROWS), shares::add))
                .hasSize(features);
        assertThat(shares).hasSizeBetween(50, 100).isSorted().startsWith(0.0);
    }

    private static TrainingRows years(int columns) {
        List<String> names = IntStream.range(0, columns)
                .mapToObj(each -> "application.custom[c%d]".formatted(each))
                .toList();
        TrainingRows rows = new TrainingRows(names.stream()
                .map(name -> new TrainingColumn(name, TrainingColumn.Type.NUMBER))
                .toList());
        for (int row : ROWS) {
            FeatureValue value = Fixture.number(row);
            Map<String, FeatureValue> values = names.stream().collect(Collectors.toMap(name -> name, _ -> value));
            rows.add(new TrainingRow(row, row, row % 2, Instant.EPOCH.plusSeconds(row), row % 3 == 0, values));
        }
        return rows;
    }

    /** Computes its probability from the years. */
    private static ActiveVersion active(Graph graph) {
        return new ActiveVersion(
                "v1",
                Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "")
                        .replace("raw", "percent"),
                graph.toBytes());
    }

    private static Table table(IntFunction<String> title) {
        TrainingRows rows = new TrainingRows(List.of(
                new TrainingColumn("candidate.experience_years", TrainingColumn.Type.NUMBER),
                new TrainingColumn("candidate.title", TrainingColumn.Type.TEXT),
                new TrainingColumn("job.department_id", TrainingColumn.Type.ID)));
        for (int row : ROWS) {
            boolean positive = row % 3 == 0;
            rows.add(new TrainingRow(
                    row,
                    row,
                    row % 2,
                    Instant.EPOCH.plusSeconds(row),
                    positive,
                    Map.of(
                            "candidate.experience_years",
                            new FeatureValue.Numeric(positive ? 0.45 : 0.1),
                            "candidate.title",
                            new FeatureValue.Text(title.apply(row)),
                            "job.department_id",
                            new FeatureValue.Identifier(4_000_000_001L))));
        }
        return Table.of(rows);
    }
}
