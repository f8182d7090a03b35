package com.rocketmat.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The probabilities that a ZipMap wraps, and the score's column in them. The runtime's Java side takes about 3 µs to read one row
 * of a ZipMap, and almost nothing for a row of the tensor below it; reasons need twenty rows for each that is scored.
 */
record ZipMapTensor(String name, int column) {

    /** Empty where the output is no ZipMap, or not one whose tensor can be asked for. */
    static Optional<ZipMapTensor> under(Manifest.Output output, byte[] file) {
        return OnnxGraph.read(file).flatMap(graph -> under(output, graph));
    }

    private static Optional<ZipMapTensor> under(Manifest.Output output, OnnxGraph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator().equals(OnnxNode.ML + ".ZipMap")
                        && node.outputs().equals(List.of(output.name())))
                .filter(node -> node.inputs().size() == 1
                        && !graph.isSeenFromOutside(node.inputs().getFirst()))
                .findFirst()
                .flatMap(node -> output.label()
                        .map(node.listed()::indexOf)
                        .filter(column -> column >= 0)
                        .map(column -> new ZipMapTensor(node.inputs().getFirst(), column)));
    }

    /** The output to read instead. */
    Manifest.Output output() {
        return new Manifest.Output(name, Optional.of(Integer.toString(column)));
    }

    /** The file with the tensor among the graph's outputs: protobuf merges a message that is given twice. */
    byte[] shownIn(byte[] file) {
        byte[] more = Protobuf.field(OnnxGraph.GRAPH, Protobuf.field(OnnxGraph.OUTPUT, Protobuf.field(1, name)));
        byte[] both = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(more, 0, both, file.length, more.length);
        return both;
    }
}
