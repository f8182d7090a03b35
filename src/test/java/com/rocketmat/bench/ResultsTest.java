package com.rocketmat.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {

    @TempDir
    Path build;

    @Test
    void theFileHasTheMachineTheJavaTheDateAndTheRows() throws IOException {
        Path file = build.resolve("bench/results.json");
        new Results(
                        "2 × Z80, 1 GiB",
                        "25.0.1+8",
                        "2026-11-25T10:00:00Z",
                        List.of(
                                Row.ofGain("claims", 1_500, "a second", 3_000),
                                Row.ofCost("due-lag-10000", 8.25, "s, p99", 3.3),
                                Row.ofCount("budget-429s", 0, "429s (calls)", 3_000)))
                .write(file);

        JsonNode written = new JsonMapper().readTree(file.toFile());

        assertThat(written).isEqualTo(new JsonMapper().readTree("""
                {"machine": "2 × Z80, 1 GiB", "java": "25.0.1+8", "date": "2026-11-25T10:00:00Z", "rows": [
                  {"name": "claims", "value": 1500.0, "unit": "a second", "baseline": 3000.0, "ratio": 0.5},
                  {"name": "due-lag-10000", "value": 8.25, "unit": "s, p99", "baseline": 3.3, "ratio": 0.4},
                  {"name": "budget-429s", "value": 0.0, "unit": "429s (calls)", "baseline": 3000.0, "ratio": null}]}"""));
    }

    /** 0 of 3,000 would be the best of all, and its ratio the worst. */
    @Test
    void aCountThatShouldBeNoneHasNoRatio() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Row row = Row.ofCount("budget-429s", 0, "429s (calls)", 3_000);

        new Results("", "", "", List.of(row)).print(new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("| `budget-429s` | 0.000 | 3,000 | – |");
    }

    @Test
    void aGreaterRatioIsBetterWhicheverWayTheFigureGoes() {
        assertThat(Row.ofGain("rate", 20, "a second", 10).ratio()).isEqualTo(2);
        assertThat(Row.ofCost("time", 20, "s", 10).ratio()).isEqualTo(0.5);
    }

    @Test
    void figuresAreRoundedToWhatTheyAreWorth() {
        assertThat(Row.ofGain("rate", 123.456, "a second", 370.368))
                .isEqualTo(new Row("rate", 123.5, "a second", 370.4, 0.3333));
    }

    @Test
    void nothingMeasuredIsNoFigure() {
        assertThatThrownBy(() -> Row.ofGain("rate", 0, "a second", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theBenchmarksGiveTheRowsThatAreLookedFor() {
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
