package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.guide.GuidePage;
import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The limits; {@link FitTest} tests a typical column. */
class LateDatesTest {

    private static final String FEATURE = "application.custom[start]";

    @Test
    void fiveDatesOfAHundredThatAreTwoDaysAfterTheDecisionAreNamed() {
        assertThat(notes(5, "2026-03-12", 95, "2026-03-09"))
                .containsExactly(
                        FEATURE
                                + " may have been filled in after the decision: in 5 of 100 rows its date is later. If it was, train without it.");
        assertThat(notes(4, "2026-03-12", 96, "2026-03-09")).isEmpty();
        assertThat(notes(5, "2026-03-11", 95, "2026-03-09"))
                .as("the same day elsewhere")
                .isEmpty();
        assertThat(notes(5, "2026-03-12", 495, "2026-03-09")).as("one percent").isEmpty();
    }

    @Test
    void onlyTextsThatAreMostlyDatesAreJudged() {
        assertThat(notes(51, "2026-03-12T08:00:00Z", 49, "soon")).hasSize(1);
        assertThat(notes(50, "2026-03-12", 50, "soon")).isEmpty();
        assertThat(notes(51, "2026-02-30", 49, "2026-03-09")).isEmpty();
        assertThat(notes(50, "2026-03-12", 500, "")).as("missing").hasSize(1);
    }

    @Test
    void theGuideNamesTheBounds() throws IOException {
        assertThat(GuidePage.named("training").text().replaceAll("\\s+", " "))
                .contains("at least %d dates, and more than %.0f %%,"
                        .formatted(LateDates.MIN_ROWS, 100 * LateDates.MIN_SHARE));
    }

    /** Rows decided on 10 March 2026, the first ones with one text and the others with another. */
    private static List<String> notes(int first, String text, int others, String other) {
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(FEATURE, TrainingColumn.Type.TEXT)));
        for (int row = 0; row < first + others; row++) {
            rows.add(new TrainingRow(
                    row,
                    row,
                    7,
                    Instant.parse("2026-03-10T20:00:00Z"),
                    row % 2 == 0,
                    Map.of(FEATURE, FeatureValue.text(row < first ? text : other))));
        }
        Table table = Table.of(rows);
        Encoder encoder = Encoder.fit(table, IntStream.range(0, table.rows()).toArray());
        return LateDates.notes(table, encoder.categories());
    }
}
