package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** With few rows, for which everything can be computed by hand. */
class EvaluationTest {

    private static final int[] ROWS = IntStream.range(0, 12).toArray();

    /** Every third row is positive; the rows of two jobs take turns. */
    private final Table table = table();

    private final Evaluation evaluation = new Evaluation(table, ROWS);

    @Test
    void rowsAreComparedWithinTheirJobsToo() {
        evaluation.addConstant(0.25);

        // in order in both jobs, but one has all the higher scores
        double[] scores = IntStream.of(ROWS)
                .mapToDouble(row -> (row % 2 == 0 ? 0.5 : 0) + (row % 3 == 0 ? 0.2 : 0.1))
                .toArray();
        Quality model = evaluation.result(scores).model();

        assertThat(model.aucWithinJobs()).isEqualTo(1);
        assertThat(model.auc().value()).isEqualTo(0.75);
    }

    @Test
    void theScoresOfTheActiveVersionArePercents() {
        evaluation.addActive(active(), Duration.ofMinutes(1));

        Comparison active =
                evaluation.result(new double[ROWS.length]).comparisons().getFirst();
        assertThat(active.quality().logLoss()).isCloseTo(-(Math.log(0.9) + 2 * Math.log(0.8)) / 3, within(1e-6));
    }

    @Test
    void anActiveVersionThatTakesTooLongIsNotComparedWith() {
        evaluation.addActive(active(), Duration.ZERO);

        assertThat(evaluation.notes())
                .containsExactly("Not compared with the active version v1: it takes more than 0 s for these rows.");
    }

    @Test
    void allColumnsOfAFeatureAreShuffledTogether() {
        Encoder encoder = Encoder.fit(table, ROWS);
        float[] none = new float[encoder.width()];
        float[] ones = none.clone();
        Arrays.fill(ones, 1);
        // of the title only the last column matters, which says whether it is the rarer one
        float[] weights = none.clone();
        weights[weights.length - 1] = 1;
        Scorer scorer = new Scorer(new Logistic(none, none, ones, weights, 0), new Platt(1, 0));

        assertThat(evaluation.importance(scorer, encoder, encoder.encode(table, ROWS), _ -> {}))
                .satisfiesExactly(
                        title -> {
                            assertThat(title.feature()).isEqualTo("candidate.title");
                            assertThat(title.loss()).isGreaterThan(0.1);
                        },
                        years -> assertThat(years.loss()).isZero());
    }

    /** Gives twice the years. */
    private static ActiveVersion active() {
        return new ActiveVersion(
                "v1",
                Fixture.manifest("'candidate.experience_years'", "{'name':'y'}", "")
                        .replace("raw", "percent"),
                Graph.times(2).toBytes());
    }

    private static Table table() {
        TrainingRows rows = new TrainingRows(List.of(
                new TrainingColumn("candidate.experience_years", TrainingColumn.Type.NUMBER),
                new TrainingColumn("candidate.title", TrainingColumn.Type.CATEGORY)));
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
                            new FeatureValue.Text(positive || row == 1 ? "Nurse" : "Baker"))));
        }
        return Table.of(rows);
    }
}
