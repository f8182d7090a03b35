package com.rocketmat.training.fit.onnx;

import com.rocketmat.training.fit.learn.Encoder;
import com.rocketmat.training.fit.learn.Logistic;
import com.rocketmat.training.fit.learn.Model;
import com.rocketmat.training.fit.learn.Platt;
import com.rocketmat.training.fit.learn.Trees;
import com.rocketmat.training.fit.onnx.Onnx.TensorProto.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a model as one ONNX file, from features to a probability. */
public final class ModelFile {

    public static final String NUMBERS = "numbers";
    public static final String CATEGORIES = "categories";
    public static final String OUTPUT = "probability";

    private static final String AXIS = "axis";

    private final Graph graph = new Graph();

    private ModelFile() {}

    public static byte[] of(Encoder encoder, Model model, Platt platt) {
        return new ModelFile().write(encoder, model, platt);
    }

    private byte[] write(Encoder encoder, Model model, Platt platt) {
        String encoded = encoded(encoder);
        String margin = switch (model) {
            case Logistic logistic -> margin(encoded, logistic);
            case Trees trees -> margin(encoded, trees.nodes());
        };
        String sloped = graph.node("Mul", List.of(margin, graph.constant(platt.slope())));
        String scaled = graph.node("Add", List.of(sloped, graph.constant(platt.offset())));
        return graph.file(graph.node("Sigmoid", List.of(scaled)), OUTPUT);
    }

    /** The columns of {@link Encoder#encode}. */
    private String encoded(Encoder encoder) {
        List<String> columns = new ArrayList<>();
        List<Encoder.Numbers> numbers = encoder.numbers();
        if (!numbers.isEmpty()) {
            columns.add(graph.input(NUMBERS, DataType.FLOAT, numbers.size()));
            for (int i = 0; i < numbers.size(); i++) {
                if (numbers.get(i).marked()) {
                    columns.add(missing(column(NUMBERS, i)));
                }
            }
        }
        List<Encoder.Categories> categories = encoder.categories();
        if (!categories.isEmpty()) {
            graph.input(CATEGORIES, DataType.STRING, categories.size());
            for (int i = 0; i < categories.size(); i++) {
                encode(categories.get(i), column(CATEGORIES, i), columns);
            }
        }
        return graph.node("Concat", columns, Graph.attribute(AXIS, 1));
    }

    private String column(String input, int index) {
        return graph.node("Gather", List.of(input, graph.indices(index)), Graph.attribute(AXIS, 1));
    }

    private String missing(String column) {
        return graph.toFloat(graph.node("IsNaN", List.of(column)));
    }

    private void encode(Encoder.Categories feature, String texts, List<String> columns) {
        List<String> keys = new ArrayList<>(List.of(""));
        keys.addAll(feature.texts());
        List<Float> ranks = new ArrayList<>(List.of(Float.NaN));
        float[] ownColumns = new float[feature.columns()];
        for (int rank = 1; rank <= feature.texts().size(); rank++) {
            ranks.add((float) rank);
            if (rank <= ownColumns.length) {
                ownColumns[rank - 1] = rank;
            }
        }
        String rank = graph.mlNode(
                "LabelEncoder",
                List.of(texts),
                Graph.texts("keys_strings", keys),
                Graph.floats("values_floats", ranks),
                Graph.attribute("default_float", (float) feature.rareRank()));
        columns.add(rank);
        columns.add(graph.toFloat(graph.node("Equal", List.of(rank, graph.constant(ownColumns)))));
        if (feature.marked()) {
            columns.add(missing(rank));
        }
    }

    private String margin(String encoded, Logistic logistic) {
        String filled = graph.node(
                "Where", List.of(graph.node("IsNaN", List.of(encoded)), graph.constant(logistic.medians()), encoded));
        String centred = graph.node("Sub", List.of(filled, graph.constant(logistic.means())));
        String scaled = graph.node("Div", List.of(centred, graph.constant(logistic.deviations())));
        String min = graph.floats(List.of(), -Logistic.MAX_DEVIATIONS);
        String max = graph.floats(List.of(), Logistic.MAX_DEVIATIONS);
        String clipped = graph.node("Clip", List.of(scaled, min, max));
        String weights = graph.floats(List.of((long) logistic.weights().length, 1L), logistic.weights());
        String product = graph.node("MatMul", List.of(clipped, weights));
        return graph.node("Add", List.of(product, graph.constant(logistic.offset())));
    }

    private record Placed(long tree, long id, Trees.Node node) {}

    /** The operator takes a table of all nodes and one of the leaves, column by column. */
    private String margin(String encoded, List<List<Trees.Node>> trees) {
        List<Placed> all = new ArrayList<>();
        for (int tree = 0; tree < trees.size(); tree++) {
            for (int id = 0; id < trees.get(tree).size(); id++) {
                all.add(new Placed(tree, id, trees.get(tree).get(id)));
            }
        }
        List<Placed> leaves = all.stream().filter(row -> row.node().isLeaf()).toList();
        return graph.mlNode(
                "TreeEnsembleRegressor",
                List.of(encoded),
                Graph.attribute("n_targets", 1),
                Graph.attribute("aggregate_function", "SUM"),
                Graph.attribute("post_transform", "NONE"),
                Graph.integers("nodes_treeids", column(all, Placed::tree)),
                Graph.integers("nodes_nodeids", column(all, Placed::id)),
                Graph.integers("nodes_featureids", ofBranches(all, node -> (long) node.feature(), 0L)),
                Graph.texts("nodes_modes", ofBranches(all, _ -> "BRANCH_LT", "LEAF")),
                Graph.floats("nodes_values", ofBranches(all, Trees.Node::value, 0f)),
                Graph.integers("nodes_truenodeids", ofBranches(all, node -> (long) node.yes(), 0L)),
                Graph.integers("nodes_falsenodeids", ofBranches(all, node -> (long) node.no(), 0L)),
                Graph.integers(
                        "nodes_missing_value_tracks_true", ofBranches(all, node -> node.missingIsYes() ? 1L : 0L, 0L)),
                Graph.integers("target_treeids", column(leaves, Placed::tree)),
                Graph.integers("target_nodeids", column(leaves, Placed::id)),
                Graph.integers("target_ids", column(leaves, _ -> 0L)),
                Graph.floats(
                        "target_weights", column(leaves, leaf -> leaf.node().value())));
    }

    private static <T> List<T> column(List<Placed> rows, Function<Placed, T> value) {
        return rows.stream().map(value).toList();
    }

    private static <T> List<T> ofBranches(List<Placed> rows, Function<Trees.Node, T> value, T ofLeaf) {
        return column(rows, row -> row.node().isLeaf() ? ofLeaf : value.apply(row.node()));
    }
}
