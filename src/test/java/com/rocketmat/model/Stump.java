package com.rocketmat.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** A small tree over two columns, of which any part can be another. */
final class Stump {

    private String mode = "LEQ";
    private long[] columns = {0, 0, 1, 0, 0, 0, 1, 0, 0};
    private float[] values = {1, 0, 2, 0, 4, 0, 8, 0, 0};
    private long[] whenTrue = {1, 0, 3, 0, 5, 0, 7, 0, 0};
    private long[] missing = {0, 0, 1, 0, 0, 0, 0, 0, 0};
    private long[] leaves = {1, 3, 5, 7, 8};
    private float[] weights = {1, 2, 3, 4, 5};
    private final List<Proto> more = new ArrayList<>();

    Stump modes(String comparison) {
        mode = comparison;
        return this;
    }

    Stump columns(long... some) {
        columns = some;
        return this;
    }

    Stump values(float... some) {
        values = some;
        return this;
    }

    Stump whenTrue(long... some) {
        whenTrue = some;
        return this;
    }

    Stump missing(long... some) {
        missing = some;
        return this;
    }

    Stump leaves(long... some) {
        leaves = some;
        return this;
    }

    Stump weights(float... some) {
        weights = some;
        return this;
    }

    Stump with(Proto attribute) {
        more.add(attribute);
        return this;
    }

    Graph toGraph() {
        return in(new Graph(), "x", "y");
    }

    Graph in(Graph graph, String from, String to) {
        List<Proto> attributes = new ArrayList<>(more);
        String branch = "BRANCH_" + mode;
        attributes.add(Graph.integer("n_targets", 1));
        attributes.add(Graph.integers("nodes_treeids", new long[9]));
        attributes.add(Graph.integers("nodes_nodeids", LongStream.range(0, 9).toArray()));
        attributes.add(Graph.integers("nodes_featureids", columns));
        attributes.add(Graph.floats("nodes_values", values));
        attributes.add(
                Graph.strings("nodes_modes", branch, "LEAF", branch, "LEAF", branch, "LEAF", branch, "LEAF", "LEAF"));
        attributes.add(Graph.integers("nodes_truenodeids", whenTrue));
        attributes.add(Graph.integers("nodes_falsenodeids", 2, 0, 4, 0, 6, 0, 8, 0, 0));
        attributes.add(Graph.integers("nodes_missing_value_tracks_true", missing));
        attributes.add(Graph.integers("target_treeids", new long[leaves.length]));
        attributes.add(Graph.integers("target_nodeids", leaves));
        attributes.add(Graph.integers("target_ids", new long[leaves.length]));
        attributes.add(Graph.floats("target_weights", weights));
        return graph.node(Graph.ML, "TreeEnsembleRegressor", from, to, attributes.toArray(Proto[]::new));
    }
}
