package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** At the bounds; {@link FitTest} and {@link FitProcessTest} have what is far from them. */
class RefusalsTest {

    private static final String FEATURE = "application.custom[team]";
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aHundredOfEachOutcomeAreEnough() {
        assertThat(refusals(100, 100, _ -> true, _ -> true, FeatureValue.MISSING))
                .isEmpty();
        assertThat(refusals(100, 99, _ -> true, _ -> true, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .isEqualTo(
                        "There are 100 positive and 99 negative rows, and a training needs at least 100 of each: wait for more decisions, or choose another label.");
    }

    @Test
    void tenOfEachOutcomeAreEnoughInAPart() {
        // the last third of the rows is negative: of the part to tune on, ten are positive, of that to test on none
        assertThat(refusals(100, 200, _ -> true, _ -> true, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .startsWith(
                        "The part of the time to test on has 0 positive and 60 negative rows, and needs at least 10");
    }

    @Test
    void thirtyRowsOfEachOutcomeAreJudged() {
        assertThat(refusals(30, 100, _ -> true, _ -> false, FeatureValue.MISSING))
                .satisfiesExactly(
                        few -> assertThat(few).startsWith("There are 30 positive and 100 negative rows"),
                        filled -> assertThat(filled).startsWith(FEATURE + " has a value in 100 %"));
        assertThat(refusals(29, 100, _ -> true, _ -> false, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .startsWith("There are 29 positive and 100 negative rows");
        assertThat(telling(30)).singleElement().asString().startsWith(FEATURE + " alone predicts the outcome");
        assertThat(telling(29)).isEmpty();
    }

    /** With a value in so many rows of each outcome, which tells it. */
    private static List<String> telling(int filled) {
        return refusals(
                TrainingColumn.Type.NUMBER,
                100,
                100,
                (positive, row, _) -> row < filled ? new FeatureValue.Numeric(positive ? 1 : 0) : FeatureValue.MISSING);
    }

    @Test
    void fillRatesMayBeNearlyThirtyPointsApart() {
        assertThat(refusals(100, 100, _ -> true, i -> i < 71, FeatureValue.MISSING))
                .isEmpty();
        assertThat(refusals(100, 100, _ -> true, i -> i < 69, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .contains("100 % of the positive and 69 % of the negative rows, 31 points apart");
    }

    @Test
    void aSingleFeatureMayHaveAnAucOf95Percent() {
        assertThat(refusals(100, 100, _ -> true, i -> i < 10, new FeatureValue.Numeric(0)))
                .isEmpty();
        assertThat(refusals(100, 100, _ -> true, i -> i < 9, new FeatureValue.Numeric(0)))
                .singleElement()
                .asString()
                .startsWith(FEATURE + " alone predicts the outcome");
    }

    @Test
    void theLastSentenceLeavesOutEveryLeakAndWhatWasLeftOutBefore() {
        TrainingRows rows = new TrainingRows(List.of(
                new TrainingColumn(FEATURE, TrainingColumn.Type.NUMBER),
                new TrainingColumn("candidate.tags", TrainingColumn.Type.CATEGORY)));
        for (int row = 0; row < 200; row++) {
            boolean outcome = row % 2 == 0;
            Map<String, FeatureValue> values = outcome
                    ? Map.of(FEATURE, new FeatureValue.Numeric(1), "candidate.tags", new FeatureValue.Text("offer"))
                    : Map.of();
            rows.add(new TrainingRow(row, row, 7, FIRST.plus(Duration.ofHours(row)), outcome, values));
        }
        Table table = Table.of(rows);

        assertThat(Refusals.of(table, Split.of(table), List.of("candidate.school")))
                .hasSize(3)
                .last()
                .isEqualTo(
                        "Train without these features (POST …/trainings?without=candidate.school,application.custom%5Bteam%5D,candidate.tags).");
    }

    @Test
    void theGuideNamesTheBounds() throws IOException {
        assertThat(GuidePage.named("training").text().replaceAll("\\s+", " "))
                .contains(
                        "fewer than %d positive or %<d negative rows, or fewer than %d of either"
                                .formatted(Refusals.MIN_PER_OUTCOME, Refusals.MIN_PER_PART),
                        "fewer than %d positive rows. With %<d or more,".formatted(Fit.MIN_POSITIVES_FOR_TREES),
                        "an AUC above %s,".formatted(Refusals.MAX_AUC),
                        "more than %.0f points apart. Both checks need at least %d rows"
                                .formatted(100 * Refusals.MAX_DIFFERENCE, Refusals.MIN_TO_JUDGE));
    }

    /**
     * Rows whose outcomes are spread evenly over the time.
     *
     * @param positive the positive rows with the value 1
     * @param negative the negative rows with the value 1
     * @param other the value of the others
     */
    private static List<String> refusals(
            int positives, int negatives, IntPredicate positive, IntPredicate negative, FeatureValue other) {
        return refusals(
                TrainingColumn.Type.NUMBER,
                positives,
                negatives,
                (outcome, row, _) -> (outcome ? positive : negative).test(row) ? new FeatureValue.Numeric(1) : other);
    }

    private interface Values {

        /** Of so many rows before it with the same outcome. */
        FeatureValue of(boolean positive, int row, Instant decided);
    }

    private static List<String> refusals(TrainingColumn.Type type, int positives, int negatives, Values values) {
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(FEATURE, type)));
        for (int row = 0; row < positives + negatives; row++) {
            boolean outcome = row % 2 == 0 && row / 2 < positives;
            Instant decided = FIRST.plus(Duration.ofHours(row));
            rows.add(new TrainingRow(
                    row, row, 7, decided, outcome, Map.of(FEATURE, values.of(outcome, row / 2, decided))));
        }
        Table table = Table.of(rows);
        return Refusals.of(table, Split.of(table), List.of()).stream()
                .filter(refusal -> !refusal.startsWith("Train without"))
                .toList();
    }
}
