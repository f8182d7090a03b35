package com.rocketmat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void theBenchmarksGiveTheRowsThatAreLookedFor() {
        Map<String, Long> rows = Bench.ALL.stream()
                .flatMap(benchmark -> benchmark.rows().stream())
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()));

        assertThat(rows.keySet())
                .containsAll(Set.of(
                        "score.page",
                        "claims",
                        "end-to-end",
                        "budget",
                        "due-lag-10000",
                        "replicas-3",
                        "calls-per-score",
                        "script-1",
                        "script-8"));
        assertThat(rows.values()).containsOnly(1L);
    }

    /** 0 of 3,000 would be the best of all, and its ratio the worst. */
    @Test
    void aCountThatShouldBeNoneHasNoRatio() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Row row = Row.ofCount("budget-429s", 0, "429s (calls)", 3_000);

        new Results("", "", "", List.of(row)).print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| `budget-429s` | 0.000 | 3,000 | – |");
    }
}
