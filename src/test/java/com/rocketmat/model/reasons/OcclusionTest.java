package com.rocketmat.model.reasons;

import static com.rocketmat.model.Fixture.number;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.bench.OwnProcess;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.Fixture;
import com.rocketmat.model.Graph;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.OnnxModel;
import com.rocketmat.process.ProcessMemory;
import com.rocketmat.sandbox.LogTap;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class OcclusionTest {

    private static final ReferenceRow ZEROS =
            new ReferenceRow(Map.of("a", number(0), "b", number(0), "c", number(0), "d", number(0)));
    private static final Manifest FOUR = Fixture.raw("a", "b", "c", "d");

    @Test
    void weightsOfALinearModelFollowItsCoefficients() throws OrtException {
        assertThat(reasons(linear(2, -3, 0.5f, 10), FOUR, ZEROS, row(1, 2, 3, 0.25)))
                .containsExactly(weight("b", "-6.000"), weight("d", "2.500"), weight("a", "2.000"));
    }

    @Test
    void comparesWithTheReferenceRow() throws OrtException {
        ReferenceRow reference =
                new ReferenceRow(Map.of("a", number(5), "b", number(2), "c", number(0), "d", number(0)));

        assertThat(reasons(linear(2, -3, 0.5f, 10), FOUR, reference, row(1, 2, 3, 0)))
                .containsExactly(weight("a", "-8.000"), weight("c", "1.500"));
    }

    @Test
    void equalWeightsAreInTheOrderOfTheManifest() throws OrtException {
        assertThat(reasons(linear(1, 1, 1, -1), FOUR, ZEROS, row(2, 2, 2, 2)))
                .containsExactly(weight("a", "2.000"), weight("b", "2.000"), weight("c", "2.000"));
        assertThat(reasons(linear(1, -1, 5, 1), FOUR, ZEROS, row(2, 2, 2, 2)))
                .containsExactly(weight("c", "10.000"), weight("a", "2.000"), weight("b", "-2.000"));
        assertThat(reasons(linear(1, 1, 1, 1.00001f), FOUR, ZEROS, row(2, 2, 2, 2)))
                .as("equal as rounded")
                .containsExactly(weight("a", "2.000"), weight("b", "2.000"), weight("c", "2.000"));
    }

    @Test
    void roundsHalvesAwayFromZero() throws OrtException {
        assertThat(reasons(linear(1, -1, 0, 0), FOUR, ZEROS, row(0.0625, 0.0625, 0, 0)))
                .containsExactly(weight("a", "0.063"), weight("b", "-0.063"));
    }

    @Test
    void hasNoReasonsIfNoFeatureDiffersOrMatters() throws OrtException {
        assertThat(reasons(linear(2, -3, 0.5f, 10), FOUR, ZEROS, row(0, 0, 0, 0)))
                .isEmpty();
        assertThat(reasons(linear(0, 0, 0, 0.0001f), FOUR, ZEROS, row(9, 9, 9, 2)))
                .isEmpty();
    }

    /** As the last bits of any score, but visibly. */
    @Test
    void aFeatureThatDoesNotMoveTheScoreIsNotAReasonEvenIfTheScoreDependsOnTheBatch() throws OrtException {
        Graph graph = Graph.from(Graph.FLOAT, 4)
                .initializer(Graph.floatTensor("part", 0.0625f))
                .node("Size", "x", "size")
                .node("Cast", "size", "cells", Graph.integer("to", Graph.FLOAT))
                .node("Mul", "cells,part", "quarters")
                .node(
                        Graph.ML,
                        "LinearRegressor",
                        "x",
                        "sum",
                        Graph.floats("coefficients", 2, -3, 0, 0),
                        Graph.floats("intercepts", 0))
                .node("Add", "sum,quarters", "y");

        assertThat(reasons(graph, FOUR, ZEROS, List.of(row(1, 0, 9, 0), row(0, 1, 9, 0))))
                .containsExactly(List.of(weight("a", "2.000")), List.of(weight("b", "-3.000")));
    }

    @Test
    void skipsAFeatureWithoutAReferenceValue() throws OrtException {
        ReferenceRow some = new ReferenceRow(Map.of("a", number(0), "c", number(0), "d", number(0)));

        assertThat(reasons(linear(2, -3, 0.5f, 10), FOUR, some, row(1, 2, 3, 0)))
                .containsExactly(weight("a", "2.000"), weight("c", "1.500"));
    }

    /** They have no value for a missing one. */
    @Test
    void skipsIntegersAndFlagsWithoutAReferenceValue() throws OrtException {
        ReferenceRow none = new ReferenceRow(Map.of());

        for (int type : List.of(Graph.INT64, Graph.BOOL)) {
            assertThat(reasons(Graph.cast(type), Fixture.raw("a"), none, Map.of("a", number(1))))
                    .isEmpty();
        }
    }

    @Test
    void skipsAFeatureWhoseOcclusionHasNoScore() throws OrtException {
        Graph product = new Graph()
                .input("x", Graph.FLOAT, -1, 1)
                .input("w", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .node("Log", "x", "l")
                .node("Add", "l,w", "y");

        assertThat(reasons(product, Fixture.twoInputs("a", "b"), ZEROS, Map.of("a", number(2), "b", number(0.5))))
                .as("the logarithm of 0 is not finite")
                .containsExactly(weight("b", "0.500"));
    }

    @Test
    void skipsAFeatureWhoseOcclusionIsNotAProbability() throws OrtException {
        Manifest percent = Manifest.parse(
                Fixture.manifest("'a','b','c','d'", "{'name':'y'}", "").replace("\"raw\"", "\"percent\""));

        assertThat(reasons(linear(2, -1, 0, 0), percent, ZEROS, row(0.5, 0.75, 0, 0)))
                .as("without a the score is -0.75, without b it is 1")
                .containsExactly(weight("b", "-75.000"));
    }

    @Test
    void keepsOtherReasonsIfAnOccludedRowFails() throws OrtException {
        Graph parsed = new Graph()
                .input("x", Graph.STRING, -1, 1)
                .input("w", Graph.FLOAT, -1, 1)
                .output("y", Graph.FLOAT, -1, 1)
                .node("Cast", "x", "number", Graph.integer("to", Graph.FLOAT))
                .node("Add", "number,w", "y");
        ReferenceRow reference = new ReferenceRow(Map.of("a", new FeatureValue.Text("none"), "b", number(0)));

        assertThat(reasons(
                        parsed,
                        Fixture.twoInputs("a", "b"),
                        reference,
                        Map.of("a", new FeatureValue.Text("7"), "b", number(3))))
                .containsExactly(weight("b", "3.000"));
    }

    @Test
    void occludesAFeatureInAllItsInputs() throws OrtException {
        Graph twice = new Graph()
                .input("x", Graph.FLOAT, -1, 1)
                .input("w", Graph.DOUBLE, -1, 1)
                .output("y", Graph.DOUBLE, -1, 1)
                .node("Cast", "x", "wide", Graph.integer("to", Graph.DOUBLE))
                .node("Add", "wide,w", "y");

        assertThat(reasons(twice, Fixture.twoInputs("a", "a"), ZEROS, Map.of("a", number(3))))
                .containsExactly(weight("a", "6.000"));
    }

    @Test
    void doesNotDependOnOtherRows() throws OrtException {
        List<Map<String, FeatureValue>> rows = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            rows.add(row(i % 7, i % 5, i % 3, i));
        }
        List<List<FeatureWeight>> together = reasons(linear(2, -3, 0.5f, 10), FOUR, ZEROS, rows);

        assertThat(together).isEqualTo(reasons(linear(2, -3, 0.5f, 10), FOUR, ZEROS, rows));
        for (int i = 0; i < rows.size(); i += 37) {
            assertThat(together.get(i)).isEqualTo(reasons(linear(2, -3, 0.5f, 10), FOUR, ZEROS, rows.get(i)));
        }
        assertThat(Collections.max(together, (a, b) -> Integer.compare(a.size(), b.size())))
                .hasSize(3);
    }

    @Test
    @Tag("finding-A8")
    void noRowHasReasonsIfTheyTakeTooLong() throws OrtException {
        try (OnnxModel model = OnnxModel.open(linear(2, -3, 0.5f, 10).toBytes(), FOUR)) {
            Occlusion occlusion = new Occlusion(model, FOUR, ZEROS);
            List<Map<String, FeatureValue>> rows = Collections.nCopies(20_000, row(1, 2, 3, 0.25));

            try (LogTap log = new LogTap()) {
                assertThat(occlusion.reasons(rows, Duration.ofNanos(1))).isEmpty();
                assertThat(log.text()).contains("Reasons of 20000 scores take longer than PT0.000000001S");
            }
        }
    }

    /** The runtime copies texts: a batch of resumes takes megabytes outside the heap. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theMemoryOfTextsIsReleasedAfterTheirBatch() {
        String grown = OwnProcess.run(Batches.class, Map.of(), List.of());
        assertThat(Integer.parseInt(grown)).as("MB, of 150 for all texts").isLessThan(50);
    }

    /** Explains the scores of batches of long texts, and prints by how many MB the process has grown. */
    static final class Batches {

        private static final int WARM = 5;

        private Batches() {}

        public static void main(String... arguments) throws OrtException {
            Manifest manifest = Fixture.raw("a");
            List<Map<String, FeatureValue>> rows =
                    Collections.nCopies(50, Map.of("a", new FeatureValue.Text("x".repeat(FeatureValue.LONGEST))));
            long before = 0;
            try (OnnxModel model = OnnxModel.open(Graph.words("a", "b").toBytes(), manifest)) {
                Occlusion occlusion =
                        new Occlusion(model, manifest, new ReferenceRow(Map.of("a", new FeatureValue.Text(""))));
                for (int batch = 0; batch < WARM + 15; batch++) {
                    if (batch == WARM) {
                        before = ProcessMemory.RESIDENT.of("self");
                    }
                    occlusion.reasons(rows, Fixture.LIMIT);
                }
                System.out.println((ProcessMemory.RESIDENT.of("self") - before) >> 20);
            }
        }
    }

    private static Graph linear(float... coefficients) {
        return Graph.from(Graph.FLOAT, coefficients.length)
                .node(
                        Graph.ML,
                        "LinearRegressor",
                        "x",
                        "y",
                        Graph.floats("coefficients", coefficients),
                        Graph.floats("intercepts", 0));
    }

    private static List<FeatureWeight> reasons(
            Graph graph, Manifest manifest, ReferenceRow reference, Map<String, FeatureValue> row) throws OrtException {
        return reasons(graph, manifest, reference, List.of(row)).getFirst();
    }

    private static List<List<FeatureWeight>> reasons(
            Graph graph, Manifest manifest, ReferenceRow reference, List<Map<String, FeatureValue>> rows)
            throws OrtException {
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), manifest)) {
            return new Occlusion(model, manifest, reference)
                    .reasons(rows, Fixture.LIMIT)
                    .orElseThrow();
        }
    }

    private static Map<String, FeatureValue> row(double a, double b, double c, double d) {
        return Map.of("a", number(a), "b", number(b), "c", number(c), "d", number(d));
    }

    private static FeatureWeight weight(String feature, String weight) {
        return new FeatureWeight(feature, new BigDecimal(weight));
    }
}
