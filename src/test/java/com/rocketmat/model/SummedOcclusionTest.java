package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reasons from what an estimator adds up are those that the runtime gives, or the runtime gives them. */
class SummedOcclusionTest {

    static final Set<String> SUMMED = FasterOcclusionTest.KINDS.get("SummedOcclusion");

    private static final String[] MODES = {
        "BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT", "BRANCH_EQ", "BRANCH_NEQ"
    };
    private static final int FEATURES = 6;
    private static final Manifest SIX = Fixture.raw("a", "b", "c", "d", "e", "f");

    @ParameterizedTest
    @FieldSource("SUMMED")
    void gives_the_weights_that_the_runtime_gives_to_what_exporters_write(String name) throws OrtException {
        Export export = new Export(name);
        try (OnnxModel model = export.open()) {
            List<Map<String, FeatureValue>> rows = Fixture.ORGANISATIONS.contains(name)
                    ? drawn(new Random(5), export.manifest())
                    : Fixture.rows(Fixture.cases(name));
            Reasons reasons = export.reasons(model);

            assertSame(reasons, export.occlusion(model), rows);
            assertThat(reasons.reasons(rows, model.score(rows)))
                    .usingElementComparator(almost(export.manifest().score()))
                    .isEqualTo(Export.byScoringAgain(model, export.manifest(), export.reference())
                            .reasons(rows, model.score(rows)));
        }
    }

    @Property(tries = 150)
    void gives_the_weights_that_the_runtime_gives_to_any_ensemble(@ForAll long seed) throws OrtException {
        Random random = new Random(seed);
        float[][] population = population(random);
        Graph graph = drawnEnsemble(random, population);
        ReferenceRow reference = new ReferenceRow(row(drawnRow(random, population)));
        List<Map<String, FeatureValue>> rows = IntStream.range(0, 7 + random.nextInt(6))
                .mapToObj(i -> row(drawnRow(random, population)))
                .toList();
        Manifest manifest = manifest(random.nextInt(2));
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), manifest)) {
            Reasons reasons = Reasons.of(model, graph.toBytes(), manifest, reference);

            assertSame(reasons, new Occlusion(model, manifest, reference), rows);
        }
    }

    private static Graph drawnEnsemble(Random random, float[][] population) {
        boolean equality = random.nextInt(3) == 0;
        Ensemble ensemble = new Ensemble(random, population)
                .branches(random.nextBoolean() ? one(random) : equality ? MODES : ordered())
                .missingTracksTrue(0);
        if (!equality) {
            ensemble.missingTracksTrue(random.nextInt(3) / 2.0);
        }
        int trees = 1 + random.nextInt(12);
        int deepest = random.nextInt(9);
        Graph graph = switch (random.nextInt(7)) {
            case 0 ->
                ensemble.with(Graph.floats("base_values", 3, -2))
                        .with(Graph.text("aggregate_function", random.nextBoolean() ? "AVERAGE" : "SUM"))
                        .trees(trees, deepest, tree -> normal(random, 2))
                        .regressor(2);
            case 1 ->
                ensemble.trees(trees, deepest, tree -> shares(random, 2, trees)).classifier(2, "NONE");
            case 2 ->
                ensemble.trees(trees, deepest, tree -> normal(random, 2))
                        .classifier(2, random.nextBoolean() ? "LOGISTIC" : "SOFTMAX");
            case 3 ->
                ensemble.trees(trees, deepest, tree -> new float[] {random.nextFloat() / trees})
                        .classifier(2, "NONE");
            case 4 ->
                ensemble.with(Graph.floats("base_values", 0.25f))
                        .trees(trees, deepest, tree -> normal(random, 1))
                        .trees(1, 0, tree -> new float[] {-0.5f})
                        .classifier(2, "LOGISTIC");
            case 5 ->
                ensemble.with(Graph.floats("base_values", 0.5f, 0, -0.5f))
                        .trees(trees, deepest, tree -> only(tree % 3, random))
                        .classifier(3, random.nextBoolean() ? "SOFTMAX" : "LOGISTIC");
            default ->
                ensemble.trees(trees, deepest, tree -> shares(random, 4, trees)).classifier(4, "NONE");
        };
        return graph.input("x", Graph.FLOAT, -1, FEATURES).output("y", Graph.FLOAT, -1, 2);
    }

    private static String[] one(Random random) {
        return new String[] {MODES[random.nextInt(4)]};
    }

    private static String[] ordered() {
        return new String[] {MODES[0], MODES[1], MODES[2], MODES[3]};
    }

    private static float[] normal(Random random, int classes) {
        float[] weights = new float[classes];
        for (int i = 0; i < classes; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }

    private static float[] shares(Random random, int classes, int trees) {
        float[] weights = new float[classes];
        for (int i = 0; i < classes; i++) {
            weights[i] = random.nextFloat() / trees;
        }
        return weights;
    }

    private static float[] only(int of, Random random) {
        float[] weights = {Float.NaN, Float.NaN, Float.NaN};
        weights[of] = (float) random.nextGaussian();
        return weights;
    }

    @ParameterizedTest
    @ValueSource(ints = {Graph.FLOAT, Graph.DOUBLE, Graph.INT64})
    void compares_each_type_of_input_as_the_runtime_does(int type) throws OrtException {
        Random random = new Random(type);
        float[][] population = population(random);
        Graph graph = new Ensemble(random, population)
                .branches("BRANCH_LEQ", "BRANCH_GT")
                .trees(8, 6, tree -> shares(random, 2, 8))
                .classifier(2, "NONE")
                .input("x", type, -1, FEATURES)
                .output("y", Graph.FLOAT, -1, 2);
        Manifest manifest = manifest(1);
        List<Map<String, FeatureValue>> rows = IntStream.range(0, 40)
                .mapToObj(i -> row(drawnRow(random, population)))
                .map(row -> type == Graph.DOUBLE ? nextTo(row, random) : type == Graph.INT64 ? whole(row) : row)
                .toList();
        ReferenceRow reference = new ReferenceRow(whole(row(population[0])));
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), manifest)) {
            Reasons reasons = Reasons.of(model, graph.toBytes(), manifest, reference);

            assertSame(reasons, new Occlusion(model, manifest, reference), rows);
        }
    }

    /** Doubles that no float is, on either side of what may be a threshold. */
    private static Map<String, FeatureValue> nextTo(Map<String, FeatureValue> row, Random random) {
        return changed(row, value -> random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value));
    }

    private static Map<String, FeatureValue> whole(Map<String, FeatureValue> row) {
        return changed(row, value -> Double.isFinite(value) ? Math.rint(value) : 1);
    }

    private static Map<String, FeatureValue> changed(Map<String, FeatureValue> row, UnaryOperator<Double> change) {
        Map<String, FeatureValue> changed = new HashMap<>();
        row.forEach((feature, value) ->
                changed.put(feature, new FeatureValue.Numeric(change.apply(((FeatureValue.Numeric) value).value()))));
        return changed;
    }

    @Property(tries = 40)
    void leaves_out_what_the_reference_row_has_no_value_for(@ForAll @IntRange(max = FEATURES - 1) int without)
            throws OrtException {
        Random random = new Random(without);
        float[][] population = population(random);
        Graph graph = drawnEnsemble(new Random(7), population);
        Map<String, FeatureValue> values = new HashMap<>(row(population[1]));
        values.remove(SIX.features().get(without));
        ReferenceRow reference = new ReferenceRow(values);
        List<Map<String, FeatureValue>> rows = List.of(row(population[2]), row(population[3]), row(population[4]));
        Manifest manifest = manifest(1);
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), manifest)) {
            Reasons reasons = Reasons.of(model, graph.toBytes(), manifest, reference);

            assertSame(reasons, new Occlusion(model, manifest, reference), rows);
        }
    }

    private static void assertSame(Reasons reasons, Occlusion runtime, List<Map<String, FeatureValue>> rows) {
        assertThat(reasons.faster()).get().isInstanceOf(SummedOcclusion.class);
        Export.assertSameWeights(reasons, runtime, rows, score -> 1e-5 * Math.max(10, Math.abs(score)));
    }

    private static Comparator<List<FeatureWeight>> almost(Score score) {
        double digit = Math.pow(10, -score.decimals() - 1) * 1.001;
        return (own, others) -> {
            boolean same = own.size() == others.size();
            for (int i = 0; same && i < own.size(); i++) {
                same = own.get(i).feature().equals(others.get(i).feature())
                        && Math.abs(own.get(i)
                                        .weight()
                                        .subtract(others.get(i).weight())
                                        .doubleValue())
                                <= digit;
            }
            return same ? 0 : 1;
        };
    }

    private static float[][] population(Random random) {
        float[][] population = new float[200][FEATURES];
        for (float[] row : population) {
            for (int column = 0; column < FEATURES; column++) {
                row[column] = switch (column % 3) {
                    case 0 -> (float) (10 * random.nextGaussian());
                    case 1 -> random.nextInt(5) - 2;
                    default -> 4e6f + random.nextInt(9);
                };
            }
        }
        return population;
    }

    /** At thresholds, between them, beyond them, or missing. */
    private static float[] drawnRow(Random random, float[][] population) {
        float[] row = new float[FEATURES];
        for (int column = 0; column < FEATURES; column++) {
            float some = population[random.nextInt(population.length)][column];
            row[column] = switch (random.nextInt(8)) {
                case 0 -> Float.NaN;
                case 1 -> Math.nextUp(some);
                case 2 -> Math.nextDown(some);
                case 3 -> random.nextBoolean() ? -0f : Float.NEGATIVE_INFINITY;
                default -> some;
            };
        }
        return row;
    }

    private static Map<String, FeatureValue> row(float[] values) {
        Map<String, FeatureValue> row = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            row.put(SIX.features().get(i), new FeatureValue.Numeric(values[i]));
        }
        return row;
    }

    private static List<Map<String, FeatureValue>> drawn(Random random, Manifest manifest) {
        return IntStream.range(0, 60)
                .mapToObj(i -> {
                    Map<String, FeatureValue> row = new HashMap<>();
                    manifest.features()
                            .forEach(feature -> row.put(feature, new FeatureValue.Numeric(random.nextInt(40) / 4.0)));
                    return row;
                })
                .toList();
    }

    private static Manifest manifest(int column) {
        return Manifest.parse(Fixture.manifest("'a','b','c','d','e','f'", "{'name':'y','class':'" + column + "'}", ""));
    }
}
