package com.rocketmat.model.onnx;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds nodes whose output sizes depend on more than the file and the number of rows: one applicant's value would decide what a
 * batch costs, and no trial could measure it.
 */
final class Sizes {

    private static final String TOKENIZER = "com.microsoft.Tokenizer";

    /** Tensors whose values follow from the file and the number of rows. */
    private final Set<String> known = new HashSet<>();
    /** Tensors with the rows' own texts, none of them repeated. */
    private final Set<String> rowTexts = new HashSet<>();
    /** Tokenizer outputs, with as many columns as the longest text has words. */
    private final Set<String> words = new HashSet<>();
    /** The same, flattened to one row per application. */
    private final Set<String> flatWords = new HashSet<>();

    /** @param constants with the number of their elements */
    Sizes(Map<String, Long> constants, Collection<String> inputs, List<OnnxNode> nodes) {
        // the name of an omitted optional input
        known.add("");
        known.addAll(constants.keySet());
        rowTexts.addAll(inputs);
        for (OnnxNode node : nodes) {
            String operator = node.qualified();
            if (operator.equals("Shape") || known.containsAll(node.inputs())) {
                known.addAll(node.outputs());
            }
            boolean keepsTexts = switch (operator) {
                case "Reshape", "StringNormalizer" -> true;
                // selects one column
                case "ai.onnx.ml.ArrayFeatureExtractor", "Gather" ->
                    node.inputs().size() == 2
                            && constants.getOrDefault(node.inputs().getLast(), 0L) == 1;
                default -> false;
            };
            if (keepsTexts && rowTexts.contains(node.firstInput())) {
                rowTexts.addAll(node.outputs());
            }
            if (operator.equals(TOKENIZER)) {
                words.addAll(node.outputs());
            }
        }
        // a second pass, because a file may list its nodes in any order
        nodes.stream().filter(this::flattensWords).map(OnnxNode::outputs).forEach(flatWords::addAll);
    }

    /** Says why the node is not allowed; empty if it is. */
    Optional<String> objection(OnnxNode node) {
        if (!known.containsAll(AllowedOperators.sizeInputs(node))) {
            return Optional.of("produces an output whose size is computed from the rows' values");
        }
        if (node.qualified().equals(TOKENIZER) && !rowTexts.contains(node.firstInput())) {
            return Optional.of("splits computed texts instead of the rows' own");
        }
        if (node.qualified().equals("StringNormalizer") && node.hasList()) {
            return Optional.of("leaves out rows (stop words)");
        }
        if (node.inputs().stream().anyMatch(this::hasWords) && !readsWords(node)) {
            return Optional.of("reads words, which only a TfIdfVectorizer may");
        }
        return Optional.empty();
    }

    private boolean hasWords(String tensor) {
        return words.contains(tensor) || flatWords.contains(tensor);
    }

    private boolean readsWords(OnnxNode node) {
        return node.qualified().equals("TfIdfVectorizer") || flattensWords(node);
    }

    /** Without attributes, Flatten keeps the rows. */
    private boolean flattensWords(OnnxNode node) {
        return node.qualified().equals("Flatten") && node.attributes().isEmpty() && words.contains(node.firstInput());
    }
}
