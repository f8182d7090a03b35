package com.rocketmat.model;

import java.util.Optional;

/**
 * The tree ensemble whose scores a graph gives out, and what it reads: an input of the graph. Nothing may lie between that changes
 * a number, but for a cast to float before the trees.
 *
 * @param rounded whether a cast makes floats of the input
 */
record TreeGraph(OnnxNode ensemble, boolean rounded) {

    private static final long FLOAT = 1;
    private static final long DOUBLE = 11;

    static Optional<TreeGraph> of(OnnxGraph graph, String output, String input) {
        if (graph.hasFunctions()) {
            return Optional.empty();
        }
        return ensemble(graph, output).flatMap(node -> of(graph, node, input));
    }

    private static Optional<OnnxNode> ensemble(OnnxGraph graph, String output) {
        String tensor = output;
        for (int step = 0; step < graph.nodes().size(); step++) {
            OnnxNode node = graph.maker(tensor).orElse(null);
            if (node == null) {
                return Optional.empty();
            }
            if (isScore(node, tensor)) {
                return Optional.of(node);
            }
            if (!keeps(graph, node)) {
                return Optional.empty();
            }
            tensor = node.inputs().getFirst();
        }
        return Optional.empty();
    }

    private static boolean isScore(OnnxNode node, String tensor) {
        return switch (node.operator()) {
            case TreeArrays.CLASSIFIER -> node.outputs().indexOf(tensor) == 1;
            case TreeArrays.REGRESSOR -> node.outputs().indexOf(tensor) == 0;
            default -> false;
        };
    }

    /** Whether every score is after the node what it was before. */
    private static boolean keeps(OnnxGraph graph, OnnxNode node) {
        return switch (node.operator()) {
            case "Identity" -> node.inputs().size() == 1;
            case "Cast" -> casts(node, FLOAT) || casts(node, DOUBLE);
            // LightGBM's exporter multiplies by 1 where it writes no ZipMap
            case "Mul" ->
                node.inputs().size() == 2
                        && graph.constant(node.inputs().get(1)).stream()
                                .anyMatch(factor -> factor.single().orElse(0) == 1);
            default -> false;
        };
    }

    private static boolean casts(OnnxNode node, long type) {
        OnnxAttribute to = node.attributes().get("to");
        return node.inputs().size() == 1 && to != null && to.number() == type;
    }

    private static Optional<TreeGraph> of(OnnxGraph graph, OnnxNode ensemble, String input) {
        boolean rounded = false;
        String tensor = ensemble.inputs().getFirst();
        for (int step = 0; step < graph.nodes().size(); step++) {
            OnnxNode node = graph.maker(tensor).orElse(null);
            if (node == null) {
                return tensor.equals(input) ? Optional.of(new TreeGraph(ensemble, rounded)) : Optional.empty();
            }
            if (casts(node, FLOAT)) {
                rounded = true;
            } else if (!node.operator().equals("Identity") || node.inputs().size() != 1) {
                return Optional.empty();
            }
            tensor = node.inputs().getFirst();
        }
        return Optional.empty();
    }
}
