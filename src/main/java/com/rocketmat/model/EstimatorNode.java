package com.rocketmat.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An estimator in a graph, which reads an input of the graph; nothing may lie between that changes a number, but for a cast to float.
 *
 * @param rounded whether a cast makes floats of the input
 * @param normalized whether the outputs of a row are divided by what they add up to
 */
record EstimatorNode(OnnxNode node, boolean rounded, boolean normalized) {

    private static final Set<String> ENSEMBLES =
            Set.of(OnnxNode.ML + ".TreeEnsembleClassifier", OnnxNode.ML + ".TreeEnsembleRegressor");
    private static final Set<String> CLASSIFIERS =
            Set.of(OnnxNode.ML + ".TreeEnsembleClassifier", OnnxNode.ML + ".LinearClassifier");
    private static final Set<String> REGRESSORS =
            Set.of(OnnxNode.ML + ".TreeEnsembleRegressor", OnnxNode.ML + ".LinearRegressor");

    static boolean isEnsemble(OnnxNode node) {
        return ENSEMBLES.contains(node.operator());
    }

    static boolean isClassifier(OnnxNode node) {
        return CLASSIFIERS.contains(node.operator());
    }

    /** What it gives out of scores. */
    String output() {
        return node.outputs().get(scores(node));
    }

    /** The one whose output is the score as the graph gives it out; nothing may lie between that changes a number. */
    static Optional<EstimatorNode> of(OnnxGraph graph, String output, String input) {
        boolean normalized = false;
        String tensor = output;
        for (int step = 0; step < graph.nodes().size(); step++) {
            OnnxNode node = graph.maker(tensor).orElse(null);
            if (node == null) {
                return Optional.empty();
            }
            if (gives(node, tensor)) {
                return of(graph, node, input, normalized);
            }
            if (isNormalizer(node)) {
                normalized = true;
            } else if (!keeps(graph, node)) {
                return Optional.empty();
            }
            tensor = node.inputs().getFirst();
        }
        return Optional.empty();
    }

    /** All that the output comes from, if it comes from nothing else. */
    static List<EstimatorNode> all(OnnxGraph graph, ColumnOrigins origins, String output, String input) {
        List<EstimatorNode> found = new ArrayList<>();
        Set<String> seen = new HashSet<>(Set.of(output));
        List<String> open = new ArrayList<>(seen);
        while (!open.isEmpty()) {
            String tensor = open.removeLast();
            OnnxNode node = graph.maker(tensor).orElse(null);
            if (node == null) {
                return List.of();
            }
            if (gives(node, tensor)) {
                Optional<EstimatorNode> one = of(graph, node, input, false);
                if (one.isEmpty()) {
                    return List.of();
                }
                found.add(one.get());
            } else {
                origins.data(node).stream().filter(seen::add).forEach(open::add);
            }
        }
        return found;
    }

    /** Whether a tensor is an estimator's scores, and not its label. */
    private static boolean gives(OnnxNode node, String tensor) {
        return (isClassifier(node) || REGRESSORS.contains(node.operator()))
                && node.outputs().indexOf(tensor) == scores(node);
    }

    /** Which of its outputs they are. */
    private static int scores(OnnxNode node) {
        return isClassifier(node) ? 1 : 0;
    }

    private static boolean isNormalizer(OnnxNode node) {
        OnnxAttribute norm = node.attributes().get("norm");
        return node.operator().equals(OnnxNode.ML + ".Normalizer")
                && norm != null
                && norm.text().equals("L1");
    }

    /** Whether every score is after the node what it was before. */
    private static boolean keeps(OnnxGraph graph, OnnxNode node) {
        return switch (node.operator()) {
            case "Identity" -> node.inputs().size() == 1;
            case "Cast" -> casts(node, ElementType.FLOAT) || casts(node, ElementType.DOUBLE);
            // LightGBM's exporter multiplies by 1 where it writes no ZipMap
            case "Mul" ->
                node.inputs().size() == 2
                        && graph.constant(node.inputs().get(1)).stream()
                                .anyMatch(factor -> factor.single().orElse(0) == 1);
            default -> false;
        };
    }

    private static boolean casts(OnnxNode node, ElementType type) {
        OnnxAttribute to = node.attributes().get("to");
        return node.inputs().size() == 1 && to != null && to.number() == type.number();
    }

    private static Optional<EstimatorNode> of(OnnxGraph graph, OnnxNode estimator, String input, boolean normalized) {
        boolean rounded = false;
        String tensor = estimator.inputs().getFirst();
        for (int step = 0; step < graph.nodes().size(); step++) {
            OnnxNode node = graph.maker(tensor).orElse(null);
            if (node == null) {
                return tensor.equals(input)
                        ? Optional.of(new EstimatorNode(estimator, rounded, normalized))
                        : Optional.empty();
            }
            if (casts(node, ElementType.FLOAT)) {
                rounded = true;
            } else if (!node.operator().equals("Identity") || node.inputs().size() != 1) {
                return Optional.empty();
            }
            tensor = node.inputs().getFirst();
        }
        return Optional.empty();
    }
}
