package com.rocketmat.model.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.sync.reading.SubjectReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("finding-A2")
class BatchTest {

    private static final Map<String, FeatureValue> NUMBER = Map.of("a", new FeatureValue.Numeric(1));

    @Test
    void thePageOfAReaderIsOneBatch() {
        assertThat(SubjectReader.BATCH).isEqualTo(Batch.MAX_ROWS);
        assertThat(sizes(Collections.nCopies(Batch.MAX_ROWS, NUMBER))).containsExactly(Batch.MAX_ROWS);
    }

    @Test
    void moreRowsMakeSeveralBatches() {
        assertThat(sizes(Collections.nCopies(2 * Batch.MAX_ROWS + 1, NUMBER)))
                .containsExactly(Batch.MAX_ROWS, Batch.MAX_ROWS, 1);
    }

    @Test
    void longTextsMakeSmallerBatches() {
        assertThat(sizes(Collections.nCopies(50, text(100_000)))).containsExactly(40, 10);
    }

    @Test
    void aLongTextCountsForEachRowOfItsBatch() {
        List<Map<String, FeatureValue>> rows = new ArrayList<>(Collections.nCopies(49, text(1)));
        rows.set(30, text(100_000));

        assertThat(sizes(rows)).containsExactly(40, 9);
    }

    @Test
    void longTextsOfTwoFeaturesAddUpEvenInDifferentRows() {
        List<Map<String, FeatureValue>> rows = new ArrayList<>(Collections.nCopies(20, text(100_000)));
        rows.addAll(Collections.nCopies(20, Map.of("b", new FeatureValue.Text("x".repeat(100_000)))));

        assertThat(sizes(rows)).containsExactly(20, 20);
    }

    @Test
    void aRowWithTooMuchTextIsABatchOfItsOwn() {
        assertThat(sizes(List.of(NUMBER, text(Batch.MAX_CHARACTERS + 1), NUMBER)))
                .containsExactly(1, 1, 1);
        assertThat(sizes(List.of(text(Batch.MAX_CHARACTERS + 1), NUMBER))).containsExactly(1, 1);
    }

    @Test
    void aLongTextDoesNotCountInTheNextBatch() {
        List<Map<String, FeatureValue>> rows = new ArrayList<>(Collections.nCopies(40, text(100_000)));
        rows.addAll(Collections.nCopies(60, NUMBER));

        assertThat(sizes(rows)).containsExactly(40, 50, 10);
    }

    @Test
    void noRowsMakeNoBatch() {
        assertThat(sizes(List.of())).isEmpty();
    }

    private static List<Integer> sizes(List<Map<String, FeatureValue>> rows) {
        List<List<Map<String, FeatureValue>>> batches = Batch.of(rows);
        assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(rows);
        return batches.stream().map(List::size).toList();
    }

    private static Map<String, FeatureValue> text(int length) {
        return Map.of("a", new FeatureValue.Text("x".repeat(length)));
    }
}
