package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.model.Fixture;
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

/** The limits of the refusals; {@link FitTest} and {@link FitProcessTest} test typical ones. */
class RefusalsTest {

    private static final String FEATURE = "application.custom[team]";

    @Test
    void aHundredRowsOfEachOutcomeAreEnough() {
        assertThat(refusals(100, 100, _ -> true, _ -> true, FeatureValue.MISSING))
                .isEmpty();
        assertThat(refusals(100, 99, _ -> true, _ -> true, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .isEqualTo(
                        "There are 100 positive and 99 negative rows, and a training needs at least 100 of each: wait for more decisions, or choose another label.");
    }

    @Test
    void tenRowsOfEachOutcomeAreEnoughInAPart() {
        // the last third of the rows is negative: the part to tune on has ten positive rows, the part to test on none
        assertThat(refusals(100, 200, _ -> true, _ -> true, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .startsWith(
                        "The part of the time to test on has 0 positive and 60 negative rows, and needs at least 10");
    }

    @Test
    void aFeatureNeedsThirtyRowsOfEachOutcomeToBeJudged() {
        assertThat(refusals(30, 100, _ -> true, _ -> false, FeatureValue.MISSING))
                .satisfiesExactly(
                        few -> assertThat(few).startsWith("There are 30 positive and 100 negative rows"),
                        filled -> assertThat(filled).startsWith(FEATURE + " has a value in 100 %"));
        assertThat(refusals(29, 100, _ -> true, _ -> false, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .startsWith("There are 29 positive and 100 negative rows");
        assertThat(leaking(30)).singleElement().asString().startsWith(FEATURE + " alone predicts the outcome");
        assertThat(leaking(29)).isEmpty();
    }

    /** With a value that is the outcome, in the first rows of each. */
    private static List<String> leaking(int filled) {
        return refusals(
                100, 100, (positive, row) -> row < filled ? Fixture.number(positive ? 1 : 0) : FeatureValue.MISSING);
    }

    @Test
    void fillRatesMayDifferByUpToThirtyPoints() {
        assertThat(refusals(100, 100, _ -> true, i -> i < 71, FeatureValue.MISSING))
                .isEmpty();
        assertThat(refusals(100, 100, _ -> true, i -> i < 69, FeatureValue.MISSING))
                .singleElement()
                .asString()
                .contains("100 % of the positive and 69 % of the negative rows, 31 points apart");
    }

    @Test
    void aSingleFeatureMayHaveAnAucOf95Percent() {
        assertThat(refusals(100, 100, _ -> true, i -> i < 10, Fixture.number(0)))
                .isEmpty();
        assertThat(refusals(100, 100, _ -> true, i -> i < 9, Fixture.number(0)))
                .singleElement()
                .asString()
                .startsWith(FEATURE + " alone predicts the outcome");
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

    /** With the value 1 in some positive and negative rows, and another value in the rest. */
    private static List<String> refusals(
            int positives, int negatives, IntPredicate positive, IntPredicate negative, FeatureValue other) {
        return refusals(
                positives,
                negatives,
                (outcome, row) -> (outcome ? positive : negative).test(row) ? Fixture.number(1) : other);
    }

    private interface Values {

        /** @param row the number of rows with this outcome before it */
        FeatureValue of(boolean positive, int row);
    }

    /** Positive and negative rows alternate as long as there are positive ones. */
    private static List<String> refusals(int positives, int negatives, Values values) {
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(FEATURE, TrainingColumn.Type.NUMBER)));
        for (int row = 0; row < positives + negatives; row++) {
            boolean outcome = row % 2 == 0 && row / 2 < positives;
            rows.add(new TrainingRow(
                    row,
                    row,
                    7,
                    Instant.EPOCH.plus(Duration.ofHours(row)),
                    outcome,
                    Map.of(FEATURE, values.of(outcome, row / 2))));
        }
        Table table = Table.of(rows);
        return Refusals.of(table, Split.of(table), List.of()).stream()
                .filter(refusal -> !refusal.startsWith("Train without"))
                .toList();
    }
}
