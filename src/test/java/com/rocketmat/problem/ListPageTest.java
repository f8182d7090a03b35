package com.rocketmat.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListPageTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aPageThatFitsIsTheLast(int rows) {
        ListPage<Integer> page = page(rows);

        assertThat(page.rows()).hasSize(rows);
        assertThat(page.next(String::valueOf)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void theLastShownRowIsTheCursorIfMoreFollow(int rows) {
        ListPage<Integer> page = page(rows);

        assertThat(page.rows(row -> "row " + row)).containsExactly("row 0", "row 1");
        assertThat(page.next(String::valueOf)).isEqualTo("1");
    }

    @Test
    void onlyOneMoreRowIsReadThanShown() {
        List<Integer> asked = new ArrayList<>();

        ListPage.of(2, most -> {
            asked.add(most);
            return List.of();
        });

        assertThat(asked).containsExactly(3);
    }

    /** For a list of this length. */
    private static ListPage<Integer> page(int rows) {
        return ListPage.of(
                2, most -> IntStream.range(0, Math.min(most, rows)).boxed().toList());
    }
}
