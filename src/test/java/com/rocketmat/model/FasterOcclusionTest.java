package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Which models are understood, and that those which are have the reasons that the runtime gives. */
class FasterOcclusionTest {

    static final List<String> WIDE = Fixture.WIDE;

    /** Linear models whose exporters write sums and products instead of a linear model are left to the runtime. */
    static final Map<String, Set<String>> KINDS = Map.of(
            "SummedOcclusion",
            Set.of(
                    "aurora",
                    "borealis",
                    "catboost_binary",
                    "catboost_regressor",
                    "cygnus",
                    "lightgbm_binary",
                    "lightgbm_regressor",
                    "lightgbm_zipmap",
                    "sklearn_forest",
                    "sklearn_hist_boosting",
                    "sklearn_int64",
                    "sklearn_log_odds",
                    "sklearn_logistic_tensor",
                    "sklearn_logistic_zipmap",
                    "sklearn_regressor",
                    "sklearn_three_classes",
                    "sklearn_three_classes_tensor",
                    "xgboost_binary",
                    "xgboost_regressor"),
            "CombinedOcclusion",
            Set.of("sklearn_calibrated", "wide_bagged", "wide_calibrated", "wide_voting"),
            "EncodedOcclusion",
            Set.of(
                    "sklearn_catalogue_columns",
                    "sklearn_pipeline_columns",
                    "sklearn_texts",
                    "sklearn_tfidf",
                    "sklearn_tfidf_and_numbers",
                    "wide_columns",
                    "wide_columns_boosted",
                    "wide_columns_network",
                    "wide_resume",
                    "wide_resume_boosted",
                    "wide_scaled_boosted"),
            "none",
            Set.of(
                    "sklearn_double",
                    "sklearn_double_columns",
                    "sklearn_logistic_columns",
                    "sklearn_margins",
                    "sklearn_never_missing",
                    "tribuo_logistic"));

    private static final String[] WORDS = {"a", "b", "c", "d", "e", "f", "g"};
    private static final Proto ON_COLUMNS = Graph.integer("axis", 1);
    private static final int DAMAGED = 120;
    private static final Manifest PIPELINE = Manifest.parse("""
            {"name": "m", "inputs": [{"input": "texts", "features": ["t", "u", "v"]}, {"input": "numbers", "features": ["n", "m"]}],
             "output": {"name": "y"}, "score": {"scale": "raw", "decimals": 2}}""");
    private static final ReferenceRow NOTHING = new ReferenceRow(row("", "", "", 0, 0));

    @Test
    void understandsExportsOfTheseKinds() throws OrtException {
        Map<String, Set<String>> ways = new TreeMap<>();
        for (String name : Stream.of(Fixture.WITH_CASES, Fixture.ORGANISATIONS, WIDE)
                .flatMap(List::stream)
                .toList()) {
            Export export = new Export(name);
            try (OnnxModel model = export.open();
                    Reasons reasons = export.reasons(model)) {
                ways.computeIfAbsent(way(reasons), _ -> new TreeSet<>()).add(name);
                assertThat(reasons.cost()).isBetween(0L, 3 * model.cost());
            }
        }
        assertThat(ways).isEqualTo(KINDS);
    }

    private static String way(Reasons reasons) {
        return reasons.faster().map(way -> way.getClass().getSimpleName()).orElse("none");
    }

    @ParameterizedTest
    @FieldSource("WIDE")
    void givesTheWeightsThatTheRuntimeGivesToWideExports(String name) throws OrtException {
        Export export = new Export(name);
        Random random = new Random(name.hashCode());
        List<Map<String, FeatureValue>> rows = IntStream.range(0, 70)
                .mapToObj(_ -> applicant(export.manifest().features(), random))
                .toList();
        try (OnnxModel model = export.open();
                Reasons reasons = export.reasons(model)) {
            assertThat(reasons.faster()).isPresent();
            assertSame(reasons, export.occlusion(model), rows);
            assertThat(reasons.reasons(rows, model.score(rows)))
                    .filteredOn(each -> each.size() == 3)
                    .hasSizeGreaterThan(60);
        }
    }

    @Property(tries = 60)
    void givesTheWeightsThatTheRuntimeGivesToAnyPipeline(@ForAll long seed) throws OrtException {
        Random random = new Random(seed);
        byte[] file = drawnPipeline(random).toBytes();
        try (OnnxModel model = OnnxModel.open(file, PIPELINE);
                Reasons reasons = Reasons.of(model, file, PIPELINE, NOTHING)) {
            assertThat(way(reasons)).isEqualTo("EncodedOcclusion");
            assertSame(reasons, new Occlusion(model, PIPELINE, NOTHING), drawn(random, 30));
        }
    }

    /** Each text by itself and the numbers, in some order side by side, and what makes a score of them. */
    private static Graph drawnPipeline(Random random) {
        Graph graph = inputs();
        List<String> parts = new ArrayList<>(List.of("numbers1"));
        int width = 2;
        for (String text : List.of("0", "1", "2")) {
            int words = 2 + random.nextInt(WORDS.length - 2);
            encoded(graph, text, Arrays.copyOf(WORDS, words));
            parts.add("hot" + text);
            width += words;
        }
        Collections.shuffle(parts, random);
        graph.initializer(Graph.longTensor("order", random.nextInt(2), random.nextInt(2)))
                .node("Gather", "numbers,order", "numbers0", ON_COLUMNS)
                .node("Abs", "numbers0", "numbers1")
                .node("Concat", String.join(",", parts), "encoded", ON_COLUMNS);
        float[][] population = population(random, width);
        return switch (random.nextInt(4)) {
            case 0 -> linear(graph, random, width, "encoded", "y");
            case 1 ->
                new Ensemble(random, population)
                        .trees(6, 4, _ -> new float[] {(float) random.nextGaussian()})
                        .regressor(graph, "encoded", "y", 1);
            case 2 ->
                linear(
                                new Ensemble(random, population)
                                        .trees(6, 4, _ -> new float[] {(float) random.nextGaussian()})
                                        .regressor(graph, "encoded", "a", 1),
                                random,
                                width,
                                "encoded",
                                "b")
                        .node("Max", "a,b", "y");
            // the runtime alone knows what this is
            default -> linear(graph.node(Graph.ML, "Normalizer", "encoded", "normed"), random, width, "normed", "y");
        };
    }

    private static Graph inputs() {
        return new Graph()
                .input("texts", Graph.STRING, -1, 3)
                .input("numbers", Graph.FLOAT, -1, 2)
                .output("y", Graph.FLOAT, -1, 1);
    }

    /** As scikit-learn's exporter writes it: a matrix of one row for each row. */
    private static Graph encoded(Graph graph, String text, String... words) {
        return graph.initializer(Graph.longTensor("at" + text, Long.parseLong(text)))
                .node("Gather", "texts,at" + text, "text" + text, ON_COLUMNS)
                .node(
                        Graph.ML,
                        "OneHotEncoder",
                        "text" + text,
                        "hots" + text,
                        Graph.strings("cats_strings", words),
                        Graph.integer("zeros", 1))
                .node("Flatten", "hots" + text, "hot" + text, ON_COLUMNS);
    }

    private static Graph linear(Graph graph, Random random, int width, String from, String to) {
        float[] coefficients = new float[width];
        for (int column = 0; column < width; column++) {
            coefficients[column] = (float) random.nextGaussian();
        }
        return graph.node(
                Graph.ML,
                "LinearRegressor",
                from,
                to,
                Graph.floats("coefficients", coefficients),
                Graph.floats("intercepts", 1));
    }

    private static float[][] population(Random random, int width) {
        float[][] population = new float[100][width];
        for (float[] row : population) {
            for (int column = 0; column < width; column++) {
                row[column] = random.nextInt(3);
            }
        }
        return population;
    }

    @Test
    void goesBackToWhereEachColumnIsOfOneFeature() throws OrtException {
        Graph graph = encoded(encoded(inputs(), "0", "a", "b"), "2", "c")
                .node("Concat", "hot2,numbers,hot0", "encoded", ON_COLUMNS)
                .node(Graph.ML, "Normalizer", "encoded", "normed", Graph.text("norm", "L2"));

        assertUnderstood("EncodedOcclusion", linear(graph, new Random(1), 5, "normed", "y"));
    }

    @Test
    void leavesToTheRuntimeWhatMixesFeaturesBeforeTheyAreEncoded() throws OrtException {
        Graph mixed = encoded(inputs(), "0", "a")
                .node("Mul", "hot0,numbers", "product")
                .node("Concat", "product,hot0", "encoded", ON_COLUMNS);
        assertUnderstood("none", linear(mixed, new Random(2), 3, "encoded", "y"));

        Graph reduced = encoded(inputs(), "0", "a")
                .node("ReduceMax", "numbers", "most", Graph.integers("axes", 1))
                .node("Concat", "most,hot0", "encoded", ON_COLUMNS);
        assertUnderstood("none", linear(reduced, new Random(2), 2, "encoded", "y"));
    }

    @Test
    void leavesToTheRuntimeWhatHasGraphsWithin() throws OrtException {
        Graph graph = encoded(inputs(), "0", "a")
                .node("Concat", "hot0,numbers", "encoded", ON_COLUMNS)
                .initializer(new Proto()
                        .varint(2, Graph.BOOL)
                        .bytes(9, new byte[] {1})
                        .text(8, "always"));
        linear(graph, new Random(3), 3, "encoded", "z");
        Graph within = new Graph().output("w", Graph.FLOAT, -1, 1).node("Identity", "z", "w");

        graph.node("If", "always", "y", Graph.subgraph("then_branch", within), Graph.subgraph("else_branch", within));

        assertThat(GraphCut.of(graph.toBytes())).isEmpty();
        assertUnderstood("none", graph);
    }

    /** ONNX Runtime does not end on it: such a file is refused when it is uploaded. */
    @Test
    void endsOnColumnsThatDouble() {
        Graph graph = encoded(inputs(), "0", "a").node("Concat", "hot0,numbers", "wide0", ON_COLUMNS);
        for (int node = 0; node < 60; node++) {
            graph.node("Concat", "wide" + node + ",wide" + node, "wide" + (node + 1), ON_COLUMNS);
        }
        OnnxGraph read = OnnxGraph.read(graph.toBytes()).orElseThrow();
        List<InputTensor> inputs = List.of(
                new InputTensor("texts", ElementType.STRING, List.of("t", "u", "v"), Map.of()),
                new InputTensor("numbers", ElementType.FLOAT, List.of("n", "m"), Map.of()));

        assertThatIllegalArgumentException().isThrownBy(() -> ColumnOrigins.of(read, inputs));
    }

    @Test
    void endsOnMoreEstimatorsThanAreWorthIt() throws OrtException {
        Manifest two = Fixture.raw("a", "b");
        ReferenceRow zeros =
                new ReferenceRow(Map.of("a", new FeatureValue.Numeric(0), "b", new FeatureValue.Numeric(0)));
        for (int count : new int[] {2, 3000}) {
            Graph graph = new Graph().input("x", Graph.FLOAT, -1, 2).output("y", Graph.FLOAT, -1, 1);
            List<String> outputs = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                new Stump().in(graph, "x", "y" + i);
                outputs.add("y" + i);
            }
            byte[] file = graph.node("Max", String.join(",", outputs), "y").toBytes();
            try (OnnxModel model = OnnxModel.open(file, two);
                    Reasons reasons = Reasons.of(model, file, two, zeros)) {
                assertThat(way(reasons)).isEqualTo(count == 2 ? "CombinedOcclusion" : "none");
            }
        }
    }

    private static void assertUnderstood(String way, Graph graph) throws OrtException {
        try (OnnxModel model = OnnxModel.open(graph.toBytes(), PIPELINE);
                Reasons reasons = Reasons.of(model, graph.toBytes(), PIPELINE, NOTHING)) {
            assertThat(way(reasons)).isEqualTo(way);
            if (reasons.faster().isPresent()) {
                assertSame(reasons, new Occlusion(model, PIPELINE, NOTHING), drawn(new Random(4), 20));
            }
        }
    }

    @Test
    void leavesToTheRuntimeRowsWhoseScoreIsAnother() throws OrtException {
        for (String name : WIDE) {
            Export export = new Export(name);
            List<Map<String, FeatureValue>> rows =
                    List.of(applicant(export.manifest().features(), new Random(5)));
            try (OnnxModel model = export.open();
                    Reasons reasons = export.reasons(model)) {
                double[] scores = model.score(rows);
                FasterOcclusion way = reasons.faster().orElseThrow();
                assertThat(way.weights(model.cells(rows), scores)).as(name).isPresent();
                scores[0] += 0.01;
                assertThat(way.weights(model.cells(rows), scores)).as(name).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @FieldSource("WIDE")
    void neverFailsOnADamagedFile(String name) throws OrtException {
        Export export = new Export(name);
        Random random = new Random(20261125);
        List<Map<String, FeatureValue>> rows =
                List.of(applicant(export.manifest().features(), random));
        try (OnnxModel model = export.open()) {
            for (int i = 0; i < DAMAGED; i++) {
                try (Reasons reasons = export.damaged(model, random)) {
                    assertThat(reasons.reasons(rows, model.score(rows))).hasSameSizeAs(rows);
                }
            }
        }
    }

    private static void assertSame(Reasons reasons, Occlusion runtime, List<Map<String, FeatureValue>> rows) {
        Export.assertSameWeights(reasons, runtime, rows, _ -> 1e-3);
    }

    private static List<Map<String, FeatureValue>> drawn(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> row(
                        WORDS[random.nextInt(WORDS.length)],
                        WORDS[random.nextInt(WORDS.length)],
                        random.nextBoolean() ? "" : WORDS[0],
                        random.nextGaussian(),
                        random.nextInt(3)))
                .toList();
    }

    private static Map<String, FeatureValue> row(String t, String u, String v, double n, double m) {
        return Map.of(
                "t", new FeatureValue.Text(t),
                "u", new FeatureValue.Text(u),
                "v", new FeatureValue.Text(v),
                "n", new FeatureValue.Numeric(n),
                "m", new FeatureValue.Numeric(m));
    }

    /** Of the words and identifiers that make_wide.py draws from, and of others. */
    private static Map<String, FeatureValue> applicant(List<String> features, Random random) {
        List<String> words = List.of("lead", "leader", "leading", "leads", "leaded", "plan", "cook", "swim");
        Map<String, FeatureValue> row = new HashMap<>();
        for (String feature : features) {
            row.put(
                    feature,
                    switch (feature) {
                        case "resume.text" ->
                            new FeatureValue.Text(IntStream.range(0, 60)
                                    .mapToObj(_ -> words.get(random.nextInt(words.size())))
                                    .collect(Collectors.joining(" ")));
                        case "candidate.title",
                                "candidate.company",
                                "application.stage",
                                "application.location",
                                "job.title" ->
                            new FeatureValue.Text(
                                    words.get(random.nextInt(words.size())) + " " + (1 + random.nextInt(2)));
                        case "application.source_id", "job.id", "job.department_id", "job.office_id" ->
                            new FeatureValue.Identifier(4_300_000_002L + 1000L * random.nextInt(12));
                        case "match.title_similarity" -> new FeatureValue.Numeric(random.nextInt(10) / 10.0);
                        case "candidate.degree_level" -> new FeatureValue.Numeric(1 + random.nextInt(5));
                        case "application.referred" -> new FeatureValue.Numeric(random.nextInt(2));
                        default -> new FeatureValue.Numeric(random.nextInt(120) / 10.0);
                    });
        }
        return row;
    }
}
