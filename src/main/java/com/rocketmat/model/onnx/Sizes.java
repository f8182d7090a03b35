package com.rocketmat.model.onnx;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Whether the sizes of a graph's tensors are known from the file and the number of rows. If not, one applicant's value decides
 * what a batch takes, and no trial shows it.
 */
final class Sizes {

    private static final String TOKENIZER = "com.microsoft.Tokenizer";

    /** Tensors whose values are known. */
    private final Set<String> known = new HashSet<>();
    /** Texts of the rows, none of them repeated. */
    private final Set<String> given = new HashSet<>();
    /** As many columns as the longest text has words. */
    private final Set<String> words = new HashSet<>();
    /** The same with one row for each row of texts. */
    private final Set<String> flatWords = new HashSet<>();

    /** @param constants with the number of their elements */
    Sizes(Map<String, Long> constants, Collection<String> inputs, List<OnnxNode> nodes) {
        // an optional input that is left out
        known.add("");
        known.addAll(constants.keySet());
        given.addAll(inputs);
        for (OnnxNode node : nodes) {
            String operator = node.qualified();
            if (operator.equals("Shape") || known.containsAll(node.inputs())) {
                known.addAll(node.outputs());
            }
            boolean repeatsNone = switch (operator) {
                case "Reshape", "StringNormalizer" -> true;
                // one column
                case "ai.onnx.ml.ArrayFeatureExtractor", "Gather" ->
                    node.inputs().size() == 2
                            && constants.getOrDefault(node.inputs().getLast(), 0L) == 1;
                default -> false;
            };
            if (repeatsNone && given.contains(node.first())) {
                given.addAll(node.outputs());
            }
            if (operator.equals(TOKENIZER)) {
                words.addAll(node.outputs());
            }
        }
        // only now: the runtime does not mind in which order a file names its nodes
        nodes.stream().filter(this::flattensWords).map(OnnxNode::outputs).forEach(flatWords::addAll);
    }

    /** Why the node is not allowed; empty if it is. */
    Optional<String> objection(OnnxNode node) {
        if (!known.containsAll(AllowedOperators.sizes(node))) {
            return Optional.of("produces an output whose size is computed from the rows' values");
        }
        if (node.qualified().equals(TOKENIZER) && !given.contains(node.first())) {
            return Optional.of("splits texts that are computed, not those of the rows");
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

    /** Without attributes it leaves each row a row. */
    private boolean flattensWords(OnnxNode node) {
        return node.qualified().equals("Flatten") && node.attributes().isEmpty() && words.contains(node.first());
    }
}
