package com.rocketmat.model.runtime;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnxruntime.OrtException;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.Models;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.manifest.ScoringFailed;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxModelTest {

    private static final FeatureValue MISSING = FeatureValue.MISSING;

    @Test
    void aMissingValueIsNanInAFloatInput() throws OrtException {
        try (OnnxModel model = OnnxModel.open(Graph.identity().toBytes(), Fixture.raw("a"))) {
            List<Map<String, FeatureValue>> rows = List.of(Map.of("a", number(2)), Map.of("a", MISSING), Map.of());
            assertThat(model.score(rows, Fixture.LIMIT)).containsExactly(2, Double.NaN, Double.NaN);
        }
    }

    @Test
    void keepsAllDigitsOfAnIdInInt64AndStringInputs() throws OrtException {
        // the lowest bit of an id, which a double loses
        Graph lowest = Graph.from(Graph.INT64, 1)
                .initializer(Graph.longTensor("two", 2))
                .node("Mod", "x,two", "rest")
                .node("Cast", "rest", "y", Graph.integer("to", Graph.FLOAT));

        assertThat(scores(lowest, Fixture.raw("a"), id((1L << 53) + 1), id((1L << 53) + 2)))
                .containsExactly(1, 0);
        assertThat(scores(Graph.words("4300000001", "x"), Fixture.raw("a"), id(4_300_000_001L)))
                .containsExactly(1);
    }

    @Test
    void stringInputsTakeTextsNumbersAndMissingValues() throws OrtException {
        assertThat(scores(Graph.words("Zoë", ""), Fixture.raw("a"), text("Zoë"), MISSING, text("other")))
                .containsExactly(1, 2, 0);
        assertThat(scores(Graph.words("3", "2.5"), Fixture.raw("a"), number(3), number(2.5)))
                .containsExactly(1, 2);
    }

    @Test
    void replacesCharactersThatJniCannotPass() throws OrtException {
        assertThat(scores(Graph.words("a", "b\uFFFDc"), Fixture.raw("a"), text("😀"), text("\uD83D"), text("b\0c")))
                .containsExactly(0, 0, 2);
    }

    @ParameterizedTest
    @CsvSource({"FLOAT, secret", "INT64, secret", "INT64, 1.5", "INT64, 9223372036854775808", "BOOL, 2"})
    void failsOnAValueThatDoesNotFitAndNamesOnlyTheFeature(String type, String value) {
        int input = type.equals("FLOAT") ? Graph.FLOAT : type.equals("INT64") ? Graph.INT64 : Graph.BOOL;
        FeatureValue cell = value.equals("secret") ? text(value) : number(Double.parseDouble(value));

        ScoringFailed failed =
                catchThrowableOfType(ScoringFailed.class, () -> scores(Graph.cast(input), Fixture.raw("a"), cell));

        assertThat(failed.reason()).startsWith("a is ").doesNotContain("secret", "1.5");
        assertThat(failed.remedy()).contains("suitable type for a");
    }

    @Test
    void namesTheMissingFeaturesIfTheScoreIsNotFinite() {
        ScoringFailed failed = catchThrowableOfType(
                ScoringFailed.class, () -> Models.written(Fixture.raw("a", "b"), Map.of("a", number(1)), Double.NaN));

        assertThat(failed.reason()).contains("[b]");
        assertThat(failed.field()).isEqualTo("missing");
        assertThat(failed.isForRow()).isTrue();
    }

    @Test
    void doesNotQuoteValuesWhenTheRuntimeFails() {
        Graph parse = Graph.cast(Graph.STRING);

        ScoringFailed failed =
                catchThrowableOfType(ScoringFailed.class, () -> scores(parse, Fixture.raw("a"), text("secret")));

        assertThat(failed.reason()).contains("ONNX Runtime").doesNotContain("secret");
    }

    /** Native code blocks the carriers of virtual threads: a timer on a virtual thread would fire too late. */
    @Test
    @Timeout(60)
    @Tag("finding-A9")
    void runsEndInTimeEvenIfTheyOccupyAllCarriersOfVirtualThreads() throws OrtException {
        try (OnnxModel model = OnnxModel.open(Graph.slow(500).toBytes(), Fixture.raw("a"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ScoringFailed>> runs = IntStream.range(
                            0, Runtime.getRuntime().availableProcessors())
                    .mapToObj(_ -> threads.submit(() -> catchThrowableOfType(
                            ScoringFailed.class,
                            () -> model.score(
                                    List.of(Map.of("a", new FeatureValue.Numeric(1))), Duration.ofMillis(300)))))
                    .toList();

            assertThat(runs).allSatisfy(run -> assertThat(run.get().isTimeout()).isTrue());
        }
    }

    /** As for a shadow that has just used up its time. */
    @Test
    @Timeout(60)
    void anExpiredLimitEndsARunToo() throws OrtException {
        try (OnnxModel model = OnnxModel.open(Graph.slow(500).toBytes(), Fixture.raw("a"))) {
            ScoringFailed failed = catchThrowableOfType(
                    ScoringFailed.class, () -> model.score(List.of(Map.of("a", number(1))), Duration.ofMillis(-1)));

            assertThat(failed.isTimeout()).isTrue();
        }
    }

    /** As when a virtual machine moves to another host. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aSuspensionOfTheProcessDoesNotCountAsRunTime() {
        String millis = OwnProcess.run(Suspended.class, Map.of(), List.of());

        assertThat(Long.parseLong(millis)).isGreaterThan(3_800);
    }

    /** Prints how long an endless run takes whose process is suspended twice for longer than its limit of 1 s. */
    static final class Suspended {

        private Suspended() {}

        public static void main(String... arguments) throws OrtException, IOException {
            try (OnnxModel model = OnnxModel.open(Graph.slow(500).toBytes(), Fixture.raw("a"))) {
                String pause = "for _ in 1 2; do sleep 0.3; kill -STOP %1$d; sleep 1.5; kill -CONT %1$d; done"
                        .formatted(ProcessHandle.current().pid());
                // before the pauses: their process may start slowly
                long began = System.nanoTime();
                new ProcessBuilder("sh", "-c", pause).start();
                try {
                    model.score(List.of(Map.of("a", number(1))), Duration.ofSeconds(1));
                } catch (ScoringFailed e) {
                    if (e.isTimeout()) {
                        System.out.println(
                                Duration.ofNanos(System.nanoTime() - began).toMillis());
                    }
                }
            }
        }
    }

    private static double[] scores(Graph graph, Manifest manifest, FeatureValue... values) throws OrtException {
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), manifest)) {
            return model.score(
                    Arrays.stream(values).map(value -> Map.of("a", value)).toList(), Fixture.LIMIT);
        }
    }

    private static FeatureValue id(long value) {
        return new FeatureValue.Identifier(value);
    }

    private static FeatureValue text(String value) {
        return new FeatureValue.Text(value);
    }
}
