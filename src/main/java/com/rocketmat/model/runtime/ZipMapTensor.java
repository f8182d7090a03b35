package com.rocketmat.model.runtime;

import com.google.protobuf.CodedOutputStream;
import com.rocketmat.model.manifest.Manifest;
import com.rocketmat.model.onnx.OnnxFile;
import com.rocketmat.model.onnx.OnnxNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The probabilities inside a ZipMap, and the column of the score. The runtime's Java API takes about 3 µs to read one row of a
 * ZipMap but almost nothing for a row of the underlying tensor; reasons need twenty rows for each scored row.
 */
record ZipMapTensor(String name, int column) {

    /** Empty if the output is not a ZipMap, or its tensor cannot be read. */
    static Optional<ZipMapTensor> under(Manifest.Output output, byte[] file) {
        return OnnxFile.read(file).flatMap(graph -> under(output, graph));
    }

    private static Optional<ZipMapTensor> under(Manifest.Output output, OnnxFile graph) {
        return graph.nodes().stream()
                .filter(node -> node.qualified().equals(OnnxNode.ML + ".ZipMap")
                        && node.outputs().equals(List.of(output.name())))
                .filter(node -> node.inputs().size() == 1
                        && !graph.isSeenFromOutside(node.inputs().getFirst()))
                .findFirst()
                .flatMap(node -> output.label()
                        .map(labels(node)::indexOf)
                        .filter(column -> column >= 0)
                        .map(column -> new ZipMapTensor(node.inputs().getFirst(), column)));
    }

    private static List<String> labels(OnnxNode node) {
        try {
            return node.listed();
        } catch (IOException e) {
            return List.of();
        }
    }

    Manifest.Output output() {
        return new Manifest.Output(name, Optional.of(Integer.toString(column)));
    }

    /** The file with the tensor added to the graph's outputs: protobuf merges repeated messages. */
    byte[] shownIn(byte[] file) {
        byte[] more = field(OnnxFile.GRAPH, field(OnnxFile.OUTPUT, field(1, name.getBytes(StandardCharsets.UTF_8))));
        byte[] both = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(more, 0, both, file.length, more.length);
        return both;
    }

    private static byte[] field(int number, byte[] content) {
        var out = new ByteArrayOutputStream();
        try {
            CodedOutputStream protobuf = CodedOutputStream.newInstance(out);
            protobuf.writeByteArray(number, content);
            protobuf.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
