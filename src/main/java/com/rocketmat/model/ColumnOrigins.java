package com.rocketmat.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which feature each column of a graph's tensors comes from: of whatever is made of one feature alone, and of what is made column by
 * column. A tensor of which that cannot be told has no origins.
 */
final class ColumnOrigins {

    /** They give for each column what they make of it, however many there are; what is reshaped keeps the order in each row. */
    private static final Set<String> BY_COLUMN = Set.of(
            "Abs",
            "Add",
            "Cast",
            "Clip",
            "Div",
            "Exp",
            "Flatten",
            "Identity",
            "IsNaN",
            "Log",
            "Max",
            "Min",
            "Mul",
            "Neg",
            "Not",
            "Pow",
            "Reshape",
            "Sign",
            "Sqrt",
            "Squeeze",
            "Sub",
            "Unsqueeze",
            "Where",
            OnnxNode.ML + ".Binarizer",
            OnnxNode.ML + ".Imputer",
            OnnxNode.ML + ".Scaler");

    /** In all tensors together: a graph may double its columns node by node, and never use them. */
    private static final int MOST = 1 << 18;

    private final OnnxGraph graph;
    private final Set<String> constants;
    private final Map<String, List<Span>> origins = new HashMap<>();
    private int spans;

    /**
     * Columns side by side that come from one feature.
     *
     * @param tensor as many as there are in it; empty for one
     */
    record Span(String feature, Optional<String> tensor) {}

    private ColumnOrigins(OnnxGraph graph) {
        this.graph = graph;
        this.constants = new HashSet<>(graph.constants());
    }

    /** @throws IllegalArgumentException when there are more columns than can be followed */
    static ColumnOrigins of(OnnxGraph graph, List<InputTensor> inputs) {
        ColumnOrigins origins = new ColumnOrigins(graph);
        for (InputTensor input : inputs) {
            origins.constants.remove(input.name());
            origins.origins.put(
                    input.name(),
                    input.features().stream()
                            .map(feature -> new Span(feature, Optional.empty()))
                            .toList());
        }
        // before whatever reads it comes what makes a tensor
        graph.nodes().forEach(origins::follow);
        return origins;
    }

    Optional<List<Span>> of(String tensor) {
        return Optional.ofNullable(origins.get(tensor));
    }

    /** The only feature that a node's first output comes from. */
    Optional<String> only(OnnxNode node) {
        return of(node.outputs().getFirst()).flatMap(ColumnOrigins::only);
    }

    private void follow(OnnxNode node) {
        List<String> data = data(node);
        if (data.isEmpty()) {
            constants.addAll(node.outputs());
        } else if (origins.keySet().containsAll(data)) {
            List<List<Span>> of = data.stream().map(origins::get).toList();
            for (String output : node.outputs()) {
                made(node, output, of).ifPresent(spans -> origins.put(output, spans));
            }
        }
    }

    /** What a node reads that is not the same in every row. */
    List<String> data(OnnxNode node) {
        return node.inputs().stream()
                .filter(input -> !input.isEmpty() && !constants.contains(input))
                .toList();
    }

    private Optional<List<Span>> made(OnnxNode node, String output, List<List<Span>> of) {
        Optional<String> only = only(of.stream().flatMap(Collection::stream).toList());
        if (only.isPresent()) {
            return Optional.of(List.of(new Span(only.get(), Optional.of(output))));
        }
        if (BY_COLUMN.contains(node.operator())) {
            return Optional.of(of.getFirst()).filter(first -> of.stream().allMatch(first::equals));
        }
        return switch (node.operator()) {
            case "Concat" -> sideBySide(node, of);
            case "Gather" -> axis(node, 0) == 0 ? Optional.empty() : chosen(node, of);
            case OnnxNode.ML + ".ArrayFeatureExtractor" -> chosen(node, of);
            default -> Optional.empty();
        };
    }

    private Optional<List<Span>> sideBySide(OnnxNode node, List<List<Span>> of) {
        if (axis(node, 0) == 0 || of.size() < node.inputs().size()) {
            return Optional.empty();
        }
        limit(of.stream().mapToInt(List::size).sum());
        return Optional.of(of.stream().flatMap(Collection::stream).toList());
    }

    private void limit(int more) {
        spans += more;
        if (spans > MOST) {
            throw new IllegalArgumentException("more columns than can be followed");
        }
    }

    private Optional<List<Span>> chosen(OnnxNode node, List<List<Span>> of) {
        List<Span> from = of.getFirst();
        return graph.constant(node.inputs().getLast())
                .filter(_ -> from.stream().allMatch(span -> span.tensor().isEmpty()))
                .map(OnnxConstant::whole)
                .flatMap(columns -> {
                    limit(columns.size());
                    List<Span> chosen = new ArrayList<>();
                    for (long column : columns) {
                        if (column < 0 || column >= from.size()) {
                            return Optional.empty();
                        }
                        chosen.add(from.get((int) column));
                    }
                    return chosen.isEmpty() ? Optional.empty() : Optional.of(chosen);
                });
    }

    private static long axis(OnnxNode node, long usual) {
        OnnxAttribute axis = node.attributes().get("axis");
        return axis == null ? usual : axis.number();
    }

    private static Optional<String> only(List<Span> spans) {
        Set<String> features = spans.stream().map(Span::feature).collect(Collectors.toSet());
        return features.size() == 1 ? Optional.of(features.iterator().next()) : Optional.empty();
    }
}
