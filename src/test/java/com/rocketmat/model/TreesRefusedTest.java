package com.rocketmat.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not understood of a file, or not what the runtime makes of it, is left to the runtime. */
@Timeout(120)
class TreesRefusedTest {

    private static final Manifest TWO = Fixture.raw("a", "b");
    private static final ReferenceRow ZEROS =
            new ReferenceRow(Map.of("a", new FeatureValue.Numeric(0), "b", new FeatureValue.Numeric(0)));

    @Test
    void walks_trees_as_they_are_meant_to_be() throws OrtException {
        assertThat(walked(stump().toGraph())).isTrue();
        assertThat(walked(stump().toGraph(), stump().toGraph().named("another digest")))
                .isTrue();
    }

    @Test
    void refuses_trees_that_score_otherwise_than_the_runtime() throws OrtException {
        assertThat(mistaken(stump().weights(1, 2, 3, 4, 5.01f))).isFalse();
        assertThat(mistaken(stump().values(1, 0, 2, 0, 5, 0, 8, 0, 0))).isFalse();
        assertThat(mistaken(stump().modes("LT"))).isFalse();
        assertThat(mistaken(stump().modes("GT"))).isFalse();
        assertThat(mistaken(stump().missing(0, 0, 0, 0, 1, 0, 0, 0, 0))).isFalse();
        assertThat(mistaken(stump().columns(0, 0, 1, 0, 1, 0, 1, 0, 0))).isFalse();
        assertThat(mistaken(stump().with(Graph.floats("base_values", 0.01f)))).isFalse();
    }

    @Test
    void refuses_trees_whose_scores_are_right_and_whose_weights_are_not() throws OrtException {
        byte[] file = whole(stump().toGraph()).toBytes();
        Manifest logit =
                Manifest.parse(Fixture.manifest("'a','b'", "{'name':'y'}", "").replace("\"raw\"", "\"logit\""));
        try (OnnxModel model = OnnxModel.open(file, TWO)) {
            List<Cells> rows = model.cells(List.of(row(9, 9), row(1, 9)));
            FasterOcclusion way = Reasons.of(model, file, TWO, ZEROS).faster().orElseThrow();

            assertThat(new Occlusion(model, TWO, ZEROS).confirms(way, rows)).isTrue();
            assertThat(new Occlusion(model, logit, ZEROS).confirms(way, rows)).isFalse();
        }
    }

    @Test
    void leaves_to_the_runtime_rows_whose_score_is_another() throws OrtException {
        byte[] file = whole(stump().toGraph()).toBytes();
        Map<String, FeatureValue> row = row(9, 9);
        try (OnnxModel model = OnnxModel.open(file, TWO)) {
            Reasons reasons = Reasons.of(model, file, TWO, ZEROS);
            FasterOcclusion trees = reasons.faster().orElseThrow();
            double[] scores = model.score(List.of(row));

            assertThat(trees.weights(model.cells(List.of(row)), scores)).isPresent();
            scores[0] += 0.5;
            assertThat(trees.weights(model.cells(List.of(row)), scores)).isEmpty();
            assertThat(reasons.reasons(List.of(row), scores))
                    .isEqualTo(Export.byScoringAgain(model, TWO, ZEROS).reasons(List.of(row), scores));
        }
    }

    @Test
    void refuses_what_is_not_all_of_the_score() throws OrtException {
        Graph halved = new Graph().initializer(Graph.floatTensor("half", 0.5f));
        assertThat(walked(stump().in(halved, "x", "t").node("Mul", "t,half", "y")))
                .isFalse();
        assertThat(walked(stump().in(new Graph(), "x", "t").node("Add", "t,t", "y")))
                .isFalse();
        assertThat(walked(stump().in(new Graph().node("Abs", "x", "z"), "z", "y")))
                .isFalse();
        assertThat(walked(
                        stump().in(stump().in(new Graph(), "x", "t"), "x", "u").node("Sub", "t,u", "y")))
                .isFalse();
    }

    @Test
    void follows_what_changes_no_number() throws OrtException {
        Graph one = new Graph().initializer(Graph.floatTensor("one", 1));
        assertThat(walked(stump().in(one, "x", "t").node("Identity", "t", "u").node("Mul", "u,one", "y")))
                .isTrue();
        assertThat(walked(stump().in(new Graph().node("Identity", "x", "z"), "z", "t")
                        .node("Cast", "t", "y", Graph.integer("to", Graph.FLOAT))))
                .isTrue();
    }

    /** As LightGBM's exporter writes a set of categories. */
    @Test
    void lays_out_twice_a_leaf_that_two_branches_lead_to() throws OrtException {
        Graph shared = new Graph()
                .node(
                        Graph.ML,
                        "TreeEnsembleRegressor",
                        "x",
                        "y",
                        Graph.integer("n_targets", 1),
                        Graph.integers("nodes_treeids", new long[4]),
                        Graph.integers("nodes_nodeids", 0, 1, 2, 3),
                        Graph.integers("nodes_featureids", 0, 0, 0, 0),
                        Graph.floats("nodes_values", 1, 3, 0, 0),
                        Graph.strings("nodes_modes", "BRANCH_EQ", "BRANCH_EQ", "LEAF", "LEAF"),
                        Graph.integers("nodes_truenodeids", 3, 3, 0, 0),
                        Graph.integers("nodes_falsenodeids", 1, 2, 0, 0),
                        Graph.integers("target_treeids", 0, 0),
                        Graph.integers("target_nodeids", 2, 3),
                        Graph.integers("target_ids", 0, 0),
                        Graph.floats("target_weights", 4, 9));

        assertThat(walked(shared)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"MIN", "MAX"})
    void refuses_what_is_no_sum(String function) throws OrtException {
        assertThat(walked(
                        stump().with(Graph.text("aggregate_function", function)).toGraph()))
                .isFalse();
    }

    @Test
    void refuses_equality_with_a_number_or_nothing() throws OrtException {
        Stump equal = stump().modes("EQ");
        assertThat(walked(equal.toGraph())).isFalse();
        assertThat(walked(equal.missing().toGraph())).isTrue();
    }

    @Test
    void ends_on_hostile_trees() throws OrtException {
        assertThat(mistaken(stump().whenTrue(1, 0, 3, 0, 0, 0, 7, 0, 0)))
                .as("a circle")
                .isFalse();
        assertThat(mistaken(stump().whenTrue(0, 0, 3, 0, 5, 0, 7, 0, 0)))
                .as("itself")
                .isFalse();
        assertThat(mistaken(stump().whenTrue(1, 0, 3, 0, 5, 0, 700, 0, 0)))
                .as("nowhere")
                .isFalse();
        assertThat(mistaken(stump().whenTrue(-1, 0, 3, 0, 5, 0, 7, 0, 0)))
                .as("before it")
                .isFalse();
        assertThat(mistaken(stump().columns(0, 0, 1, 0, 2, 0, 1, 0, 0)))
                .as("no such column")
                .isFalse();
        assertThat(mistaken(stump().columns(0, 0, -1, 0, 0, 0, 1, 0, 0)))
                .as("no column")
                .isFalse();
        assertThat(mistaken(stump().columns(0, 0))).as("too few").isFalse();
        assertThat(mistaken(stump().values(Float.NaN, 0, 2, 0, 4, 0, 8, 0, 0)))
                .as("no threshold")
                .isFalse();
        assertThat(mistaken(stump().weights(1, 2))).as("leaves without weights").isFalse();
        assertThat(mistaken(stump().leaves(1, 3, 5, 7, 9))).as("no such leaf").isFalse();
        assertThat(mistaken(stump().leaves(1, 3, 5, 7, 6))).as("no leaf").isFalse();
        assertThat(mistaken(stump().leaves(1, 3, 5, 7, 7))).as("twice").isFalse();
        assertThat(mistaken(stump().leaves(1, 3, 5, 7, Integer.MAX_VALUE)))
                .as("far away")
                .isFalse();
        assertThat(mistaken(stump().leaves(1, 3, 5, 7, 1L << 40))).as("farther").isFalse();
        assertThat(mistaken(stump().with(Graph.integer("n_targets", Long.MAX_VALUE))))
                .as("given twice")
                .isFalse();
        assertThat(mistaken(stump().with(Graph.integer("novelty", 1))))
                .as("unknown")
                .isFalse();
        assertThat(mistaken(stump().with(Graph.floats("base_values", 0, 0))))
                .as("two bases")
                .isFalse();
        assertThat(mistaken(stump().with(Graph.text("post_transform", "PROBIT"))))
                .as("a transform")
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"xgboost_binary", "lightgbm_zipmap", "sklearn_forest", "catboost_regressor", "sklearn_regressor"
            })
    void never_fails_on_a_damaged_file(String name) throws OrtException {
        Export export = new Export(name);
        Random random = new Random(20261125);
        int refused = 0;
        try (OnnxModel model = export.open()) {
            for (int i = 0; i < 500; i++) {
                refused += export.damaged(model, random).faster().isEmpty() ? 1 : 0;
            }
        }
        assertThat(refused).isBetween(250, 500);
    }

    private static boolean mistaken(Stump file) throws OrtException {
        return mistaken(file, stump());
    }

    private static boolean mistaken(Stump file, Stump opened) throws OrtException {
        return walked(opened.toGraph(), file.toGraph());
    }

    private static boolean walked(Graph graph) throws OrtException {
        return walked(graph, graph);
    }

    /** Whether the trees of a file are taken for those of the model that is open. */
    private static boolean walked(Graph opened, Graph file) throws OrtException {
        for (Graph graph : opened == file ? Set.of(file) : Set.of(opened, file)) {
            whole(graph);
        }
        try (OnnxModel model = OnnxModel.open(opened.toBytes(), TWO)) {
            return Reasons.of(model, file.toBytes(), TWO, ZEROS).faster().stream()
                    .anyMatch(SummedOcclusion.class::isInstance);
        }
    }

    private static Graph whole(Graph nodes) {
        return nodes.input("x", Graph.FLOAT, -1, 2).output("y", Graph.FLOAT, -1, 1);
    }

    private static Map<String, FeatureValue> row(double a, double b) {
        return Map.of("a", new FeatureValue.Numeric(a), "b", new FeatureValue.Numeric(b));
    }

    private static Stump stump() {
        return new Stump();
    }
}
