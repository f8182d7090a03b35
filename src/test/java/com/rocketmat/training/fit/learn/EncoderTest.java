package com.rocketmat.training.fit.learn;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
import com.rocketmat.training.fit.rows.TrainingRow;
import com.rocketmat.training.fit.rows.TrainingRows;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Limits; {@link com.rocketmat.training.fit.FitTest} compares the encoded rows with those of the exported model. */
class EncoderTest {

    private static final String FEATURE = "application.custom[team]";

    @Test
    void aRarelyMissingNumberIsReplacedByTheMedian() {
        // the last is beyond the range of a float, so the model file could not compare it
        Table table = numbers(9, 1, 2, 8, 3, Double.NaN, Double.NaN, Double.NaN, 1e300);
        Encoder encoder = fitted(table);
        assertThat(encoder.numbers()).containsExactly(new Encoder.Numbers(0, FEATURE, false, 3));
        assertThat(encoded(encoder, table)).containsExactly(9, 1, 2, 8, 3, 3, 3, 3, 3);
    }

    @Test
    void aNumberMissingInFiveRowsHasAColumnForMissing() {
        Table table = numbers(7, 7, 7, 7, 7, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        Encoder encoder = fitted(table);
        assertThat(encoder.numbers()).containsExactly(new Encoder.Numbers(0, FEATURE, true, Double.NaN));
        assertThat(encoded(encoder, table)).startsWith(7, 0).endsWith(Float.NaN, 1);
        assertThat(encoder.encodedColumns()).containsExactly(new int[] {0, 1});
    }

    @Test
    void aNumberWithoutInformationIsNotUsed() {
        assertThat(unused(numbers(1, 2, 3, 4, Double.NaN))).isEqualTo("has a value in fewer than 5 rows");
        assertThat(unused(numbers(7, 7, 7, 7, 7)))
                .isEqualTo("has the same value in all rows that the model learned from");
        assertThat(fitted(numbers(7, 7, 7, 7, 8)).unused()).isEmpty();
    }

    @Test
    void textsAreRankedByFrequencyAndThenAlphabetically() {
        Table table = texts(6, "Nurse", 5, "Pilot", 5, "Baker", 4, "Cook", 4, "");
        Encoder encoder = fitted(table);
        assertThat(encoder.categories())
                .containsExactly(new Encoder.Categories(0, FEATURE, List.of("Nurse", "Baker", "Pilot"), false));
        Matrix rows = encoder.encode(table, new int[] {0, 6, 11, 16, 20});
        assertThat(rows.values())
                .as("rank, and a column for each text; a missing text counts as the most frequent one")
                .containsExactly(1, 1, 0, 0, 3, 0, 0, 1, 2, 0, 1, 0, 4, 0, 0, 0, 1, 1, 0, 0);
    }

    @Test
    void aTextMissingInFiveRowsHasAColumnForMissing() {
        Table table = texts(5, "Nurse", 5, "");
        Encoder encoder = fitted(table);
        assertThat(encoder.categories()).containsExactly(new Encoder.Categories(0, FEATURE, List.of("Nurse"), true));
        assertThat(encoder.encode(table, new int[] {0, 5}).values()).containsExactly(1, 1, 0, Float.NaN, 0, 1);
    }

    @Test
    void aTextWithoutInformationIsNotUsed() {
        assertThat(unused(texts(4, "Nurse", 4, "Pilot"))).isEqualTo("has no text that occurs with 5 candidates");
        assertThat(unused(texts(9, "Nurse", 4, "")))
                .isEqualTo("has the same text in all rows that the model learned from");
        assertThat(fitted(texts(9, "Nurse", 1, "Pilot")).unused())
                .as("whether it is the frequent text")
                .isEmpty();
        assertThat(fitted(texts(4, "Nurse", 1, "Pilot", 5, "")).unused())
                .as("whether there is a text")
                .isEmpty();
    }

    @Test
    void theEightMostFrequentTextsHaveAColumnAndTwoHundredHaveARank() {
        Object[] texts = IntStream.range(0, 2 * 201)
                .mapToObj(at -> at % 2 == 0 ? 5 : (Object) "Title %03d".formatted(at / 2))
                .toArray();
        Encoder.Categories categories = fitted(texts(texts)).categories().getFirst();
        assertThat(categories.columns()).isEqualTo(8);
        assertThat(categories.texts()).hasSize(200).doesNotContain("Title 200");
        assertThat(categories.rareRank()).isEqualTo(201);
    }

    private static String unused(Table table) {
        Encoder encoder = fitted(table);
        assertThat(encoder.features()).isEmpty();
        assertThat(encoder.unused())
                .singleElement()
                .extracting(Encoder.Unused::feature)
                .isEqualTo(FEATURE);
        return encoder.unused().getFirst().why();
    }

    private static float[] encoded(Encoder encoder, Table table) {
        return encoder.encode(table, all(table)).values();
    }

    private static Encoder fitted(Table table) {
        return Encoder.fit(table, all(table));
    }

    private static int[] all(Table table) {
        return IntStream.range(0, table.rows()).toArray();
    }

    private static Table numbers(double... values) {
        return table(
                TrainingColumn.Type.NUMBER,
                IntStream.range(0, values.length)
                        .<FeatureValue>mapToObj(row -> new FeatureValue.Numeric(values[row]))
                        .toList());
    }

    /** @param texts pairs of a count and a text */
    private static Table texts(Object... texts) {
        List<FeatureValue> values = new ArrayList<>();
        for (int at = 0; at < texts.length; at += 2) {
            values.addAll(Collections.nCopies((int) texts[at], new FeatureValue.Text((String) texts[at + 1])));
        }
        return table(TrainingColumn.Type.TEXT, values);
    }

    /** Each row has its own candidate. */
    private static Table table(TrainingColumn.Type type, List<FeatureValue> values) {
        TrainingRows rows = new TrainingRows(List.of(new TrainingColumn(FEATURE, type)));
        for (int row = 0; row < values.size(); row++) {
            rows.add(new TrainingRow(
                    row, row, 7, Instant.EPOCH.plusSeconds(row), row % 2 == 0, Map.of(FEATURE, values.get(row))));
        }
        return Table.of(rows);
    }
}
