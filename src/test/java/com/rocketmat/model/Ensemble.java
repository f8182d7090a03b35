package com.rocketmat.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Ensembles of trees as exporters write them, grown by halving a drawn population. */
final class Ensemble {

    private final Random random;
    private final float[][] population;
    private final List<long[]> nodes = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Float> values = new ArrayList<>();
    private final List<long[]> leaves = new ArrayList<>();
    private final List<Float> weights = new ArrayList<>();
    private final List<Proto> more = new ArrayList<>();
    private String[] branches = {"BRANCH_LEQ"};
    private double missing;
    private long tree;
    private int inTree;

    /** @param population by row and column */
    Ensemble(Random random, float[][] population) {
        this.random = random;
        this.population = population;
    }

    Ensemble branches(String... some) {
        branches = some;
        return this;
    }

    /** @param share of the branches that send NaN the way of what is true */
    Ensemble missingTracksTrue(double share) {
        missing = share;
        return this;
    }

    Ensemble with(Proto attribute) {
        more.add(attribute);
        return this;
    }

    /** @param weightOf a leaf, one for each class that it is for, by class; NaN for none */
    Ensemble trees(int count, int deepest, IntFunction<float[]> weightOf) {
        for (int i = 0; i < count; i++) {
            inTree = 0;
            grow(IntStream.range(0, population.length).toArray(), deepest, weightOf);
            tree++;
        }
        return this;
    }

    private long grow(int[] rows, int deepest, IntFunction<float[]> weightOf) {
        long id = inTree++;
        int column = random.nextInt(population[0].length);
        float threshold = rows.length == 0 ? 0 : population[rows[random.nextInt(rows.length)]][column];
        int[] below = Arrays.stream(rows)
                .filter(row -> population[row][column] <= threshold)
                .toArray();
        int[] above = Arrays.stream(rows)
                .filter(row -> !(population[row][column] <= threshold))
                .toArray();
        long[] node = {tree, id, column, 0, 0, random.nextDouble() < missing ? 1 : 0};
        nodes.add(node);
        if (deepest == 0 || rows.length < 2) {
            leaf(node, weightOf.apply((int) tree));
        } else {
            modes.add(branches[random.nextInt(branches.length)]);
            values.add(threshold);
            node[3] = grow(below, deepest - 1, weightOf);
            node[4] = grow(above, deepest - 1, weightOf);
        }
        return id;
    }

    private void leaf(long[] node, float[] weightOf) {
        node[5] = 0;
        modes.add("LEAF");
        values.add(0f);
        for (int of = 0; of < weightOf.length; of++) {
            if (!Float.isNaN(weightOf[of])) {
                leaves.add(new long[] {node[0], node[1], of});
                weights.add(weightOf[of]);
            }
        }
    }

    Graph classifier(int classes, String transform) {
        return added(
                new Graph(),
                "x",
                "TreeEnsembleClassifier",
                "label,y",
                "class_",
                Graph.integers(
                        "classlabels_int64s",
                        IntStream.range(0, classes).asLongStream().toArray()),
                Graph.text("post_transform", transform));
    }

    Graph regressor(int targets) {
        return regressor(new Graph(), "x", "y", targets);
    }

    Graph regressor(Graph graph, String from, String to, int targets) {
        return added(
                graph,
                from,
                "TreeEnsembleRegressor",
                to,
                "target_",
                Graph.integer("n_targets", targets),
                Graph.text("post_transform", "NONE"));
    }

    private Graph added(Graph graph, String from, String operator, String to, String kind, Proto... own) {
        List<Proto> attributes = new ArrayList<>(List.of(own));
        attributes.addAll(more);
        String[] names = {"treeids", "nodeids", "featureids", "truenodeids", "falsenodeids", "missing_value_tracks_true"
        };
        for (int i = 0; i < names.length; i++) {
            int each = i;
            attributes.add(Graph.integers(
                    "nodes_" + names[i],
                    nodes.stream().mapToLong(node -> node[each]).toArray()));
        }
        attributes.add(Graph.strings("nodes_modes", modes.toArray(String[]::new)));
        attributes.add(Graph.floats("nodes_values", floats(values)));
        String[] ofLeaf = {"treeids", "nodeids", "ids"};
        for (int i = 0; i < ofLeaf.length; i++) {
            int each = i;
            attributes.add(Graph.integers(
                    kind + ofLeaf[i],
                    leaves.stream().mapToLong(leaf -> leaf[each]).toArray()));
        }
        attributes.add(Graph.floats(kind + "weights", floats(weights)));
        return graph.node(Graph.ML, operator, from, to, attributes.toArray(Proto[]::new));
    }

    private static float[] floats(List<Float> list) {
        float[] floats = new float[list.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = list.get(i);
        }
        return floats;
    }
}
