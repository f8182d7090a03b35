package com.rocketmat.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.rows.Split;
import com.rocketmat.training.fit.rows.Table;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MadeUpRowsTest {

    private final Table table = Table.of(PlantedHistory.of(1000, 1).rows());
    private final int[] learnedFrom = Split.of(table).train();
    private final Encoder encoder = Encoder.fit(table, learnedFrom);
    private final Table rows = new MadeUpRows(table, learnedFrom, encoder).table();

    @Test
    void theFirstRowHasNoValues() {
        assertThat(IntStream.range(0, rows.columns().size()).allMatch(column -> rows.isMissing(column, 0)))
                .isTrue();
    }

    @Test
    void theOthersHaveNumbersOfTheWholeRangeAndAllOfAFewTexts() {
        assertThat(encoder.numbers()).hasSize(4).allSatisfy(each -> {
            double[] known = table.sorted(each.column(), learnedFrom);
            double[] made = rows.sorted(each.column(), others().toArray());
            assertThat(made).hasSize(9);
            assertThat(made[0]).isLessThanOrEqualTo(known[known.length / 5]);
            assertThat(made[8]).isGreaterThanOrEqualTo(known[known.length * 4 / 5]);
        });
        Encoder.Categories departments = encoder.categories().getLast();
        assertThat(departments.texts()).hasSize(6);
        assertThat(rows.texts(departments.column())).containsExactlyInAnyOrderElementsOf(departments.texts());
    }

    @Test
    void aTextCanBeMissingBesideOtherTexts() {
        List<Integer> columns =
                encoder.categories().stream().map(Encoder.Categories::column).toList();
        assertThat(others().filter(row -> columns.stream()
                                .filter(column -> rows.isMissing(column, row))
                                .count()
                        == 1))
                .isNotEmpty();
    }

    private static IntStream others() {
        return IntStream.range(1, 10);
    }
}
