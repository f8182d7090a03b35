package com.rocketmat.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BenchTest {

    @Test
    void theBenchmarksHaveTheExpectedRows() {
        Map<String, Long> rows = Bench.ALL.stream()
                .flatMap(benchmark -> benchmark.rows().stream())
                .collect(Collectors.groupingBy(row -> row, Collectors.counting()));

        assertThat(rows.keySet())
                .containsAll(Set.of(
                        "score.page",
                        "score.matrix",
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
}
