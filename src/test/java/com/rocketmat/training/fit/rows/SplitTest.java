package com.rocketmat.training.fit.rows;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SplitTest {

    @Property
    void aCandidateIsInOnePartAndTheTestIsStrictlyLater(
            @ForAll @Size(min = 1, max = 60) List<@IntRange(max = 40) Integer> days,
            @ForAll @IntRange(min = 1, max = 30) int candidates) {
        Table table = table(days, candidates);

        Split split = Split.of(table);

        Set<Long> learned = candidates(table, split.train());
        Set<Long> tuned = candidates(table, split.tune());
        Set<Long> tested = candidates(table, split.test());
        assertThat(Collections.disjoint(learned, tuned)).isTrue();
        assertThat(Collections.disjoint(learned, tested)).isTrue();
        assertThat(Collections.disjoint(tuned, tested)).isTrue();
        assertThat(IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.tune()))
                        .allMatch(earlier -> Arrays.stream(split.test())
                                .allMatch(later -> table.key(earlier)
                                        .decided()
                                        .isBefore(table.key(later).decided()))))
                .isTrue();
        assertThat(split.train().length + split.tune().length + split.test().length + split.leftOut())
                .isEqualTo(days.size());
        Set<Integer> rows = new HashSet<>();
        List.of(split.train(), split.tune(), split.test())
                .forEach(part -> Arrays.stream(part).forEach(rows::add));
        assertThat(rows).hasSize(days.size() - split.leftOut());
    }

    @Test
    void takesSixtyTwentyAndTwentyPercent() {
        Split split = Split.of(table(IntStream.range(0, 100).boxed().toList(), 100));

        assertThat(split.train()).containsExactly(IntStream.range(0, 60).toArray());
        assertThat(split.tune()).containsExactly(IntStream.range(60, 80).toArray());
        assertThat(split.test()).containsExactly(IntStream.range(80, 100).toArray());
    }

    @Test
    void keepsACandidateInTheLastPart() {
        Table table = table(IntStream.range(0, 100).boxed().toList(), 90);

        Split split = Split.of(table);

        assertThat(split.leftOut()).isEqualTo(10);
        assertThat(split.train()).startsWith(10);
        assertThat(split.test()).hasSize(20);
    }

    private static Set<Long> candidates(Table table, int[] rows) {
        Set<Long> candidates = new HashSet<>();
        Arrays.stream(rows).forEach(row -> candidates.add(table.key(row).candidate()));
        return candidates;
    }

    private static Table table(List<Integer> days, int candidates) {
        TrainingRows rows = new TrainingRows(List.of());
        for (int i = 0; i < days.size(); i++) {
            Instant decided = Instant.EPOCH.plusSeconds(86400L * days.get(i));
            rows.add(new TrainingRow(i, i % candidates, 1, decided, i % 2 == 0, Map.of()));
        }
        return Table.of(rows);
    }
}
