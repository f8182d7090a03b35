package com.rocketmat.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A TreeEnsembleClassifier or TreeEnsembleRegressor as its attributes tell it, node by node in their order. Whatever is not
 * understood, or says one thing twice, is an {@link IllegalArgumentException}.
 *
 * <p>https://github.com/onnx/onnx/blob/main/docs/Operators-ml.md says what they mean, and ONNX Runtime's
 * tree_ensemble_common.h what happens where that is vague.
 */
final class TreeArrays {

    private static final Set<String> NODES = Set.of(
            "nodes_treeids",
            "nodes_nodeids",
            "nodes_featureids",
            "nodes_modes",
            "nodes_values",
            "nodes_truenodeids",
            "nodes_falsenodeids",
            "nodes_missing_value_tracks_true",
            "nodes_hitrates",
            "base_values",
            "post_transform");
    private static final Set<String> OF_CLASSIFIERS = Set.of(
            "class_treeids",
            "class_nodeids",
            "class_ids",
            "class_weights",
            "classlabels_int64s",
            "classlabels_strings");
    private static final Set<String> OF_REGRESSORS = Set.of(
            "target_treeids", "target_nodeids", "target_ids", "target_weights", "n_targets", "aggregate_function");

    private final Map<String, OnnxAttribute> attributes;
    private final boolean classifier;

    final int[] trees;
    final int[] ids;
    final int[] columns;
    final List<String> modes;
    final float[] thresholds;
    final int[] whenTrue;
    final int[] whenFalse;
    private final int[] missing;
    /** One for each weight of a leaf. */
    final int[] leafTrees;

    final int[] leafIds;
    final int[] leafClasses;
    final float[] leafWeights;
    final float[] base;
    final String transform;
    final boolean average;
    final int classes;

    TreeArrays(OnnxNode node) {
        attributes = node.attributes();
        classifier = EstimatorNode.isClassifier(node);
        Set<String> others = classifier ? OF_CLASSIFIERS : OF_REGRESSORS;
        check(attributes.keySet().stream().allMatch(name -> NODES.contains(name) || others.contains(name)));
        trees = integers("nodes_treeids");
        ids = integers("nodes_nodeids");
        columns = integers("nodes_featureids");
        modes = attributes.containsKey("nodes_modes")
                ? attributes.get("nodes_modes").texts()
                : List.of();
        thresholds = floats("nodes_values");
        whenTrue = integers("nodes_truenodeids");
        whenFalse = integers("nodes_falsenodeids");
        missing = integers("nodes_missing_value_tracks_true");
        String kind = classifier ? "class_" : "target_";
        leafTrees = integers(kind + "treeids");
        leafIds = integers(kind + "nodeids");
        leafClasses = integers(kind + "ids");
        leafWeights = floats(kind + "weights");
        base = floats("base_values");
        transform = text("post_transform", "NONE");
        average = text("aggregate_function", "SUM").equals("AVERAGE");
        classes = classes();
        check(average || text("aggregate_function", "SUM").equals("SUM"));
        check(trees.length > 0 && sameLength(ids, columns, whenTrue, whenFalse));
        check(modes.size() == trees.length && thresholds.length == trees.length);
        check(leafIds.length == leafTrees.length && leafClasses.length == leafTrees.length);
        check(leafWeights.length == leafTrees.length && missing.length <= trees.length);
    }

    static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not an ensemble of trees that is understood");
        }
    }

    private int classes() {
        if (!classifier) {
            return attributes.containsKey("n_targets")
                    ? Math.toIntExact(Math.clamp(attributes.get("n_targets").number(), 0, leafTrees.length))
                    : 0;
        }
        int texts = attributes.containsKey("classlabels_strings")
                ? attributes.get("classlabels_strings").texts().size()
                : 0;
        int numbers = integers("classlabels_int64s").length;
        check(texts == 0 || numbers == 0);
        return texts + numbers;
    }

    boolean isClassifier() {
        return classifier;
    }

    /** Whether all weights of a classifier of two are for its first class. */
    boolean hasOneClassOfTwo() {
        return classifier && classes == 2 && Arrays.stream(leafClasses).allMatch(each -> each == 0);
    }

    boolean isLeaf(int node) {
        return modes.get(node).equals("LEAF");
    }

    boolean missingGoesTrue(int node) {
        return node < missing.length && missing[node] == 1;
    }

    /** Where each tree's nodes begin: the first is its root. */
    Map<Integer, Integer> starts() {
        Map<Integer, Integer> starts = new HashMap<>();
        for (int node = 0; node < trees.length; node++) {
            if (node == 0 || trees[node] != trees[node - 1]) {
                check(starts.put(trees[node], node) == null);
            }
        }
        return starts;
    }

    private boolean sameLength(int[]... others) {
        for (int[] other : others) {
            if (other.length != trees.length) {
                return false;
            }
        }
        return true;
    }

    private int[] integers(String name) {
        return attributes.containsKey(name) ? attributes.get(name).integers() : new int[0];
    }

    private float[] floats(String name) {
        return attributes.containsKey(name) ? attributes.get(name).floats() : new float[0];
    }

    private String text(String name, String usual) {
        return attributes.containsKey(name) ? attributes.get(name).text() : usual;
    }
}
