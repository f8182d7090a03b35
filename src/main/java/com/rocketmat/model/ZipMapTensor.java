package com.rocketmat.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The probabilities that a ZipMap wraps, and the score's column in them. The runtime's Java side takes about 3 µs to read one row
 * of a ZipMap, and almost nothing for a row of the tensor below it; reasons need twenty rows for each that is scored.
 *
 * <p>Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
record ZipMapTensor(String name, int column) {

    private static final int GRAPH = 7;
    private static final int GRAPH_INPUT = 11;
    private static final int GRAPH_OUTPUT = 12;

    /** Empty where the output is no ZipMap, or not one whose tensor can be asked for. */
    static Optional<ZipMapTensor> under(Manifest.Output output, byte[] file) {
        Graph graph = new Graph();
        try {
            Protobuf.read(ByteBuffer.wrap(file), (Contents) (field, content) -> {
                if (field == GRAPH) {
                    Protobuf.read(content, graph);
                }
            });
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return graph.nodes.stream()
                .filter(node -> node.operator.equals("ZipMap") && node.outputs.equals(List.of(output.name())))
                .filter(node -> node.inputs.size() == 1 && !graph.isSeenFromOutside(node.inputs.getFirst()))
                .findFirst()
                .flatMap(node -> output.label()
                        .map(node.labels()::indexOf)
                        .filter(column -> column >= 0)
                        .map(column -> new ZipMapTensor(node.inputs.getFirst(), column)));
    }

    /** The output to read instead. */
    Manifest.Output output() {
        return new Manifest.Output(name, Optional.of(Integer.toString(column)));
    }

    /** The file with the tensor among the graph's outputs: protobuf merges a message that is given twice. */
    byte[] shownIn(byte[] file) {
        byte[] value = Protobuf.field(1, name.getBytes(StandardCharsets.UTF_8));
        byte[] more = Protobuf.field(GRAPH, Protobuf.field(GRAPH_OUTPUT, value));
        byte[] both = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(more, 0, both, file.length, more.length);
        return both;
    }

    /** A message of which only texts and messages are looked at. */
    private interface Contents extends Protobuf.Fields {
        @Override
        void content(int field, ByteBuffer content);
    }

    private static final class Graph implements Contents {
        private final List<Node> nodes = new ArrayList<>();
        private final List<String> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();

        @Override
        public void content(int field, ByteBuffer content) {
            switch (field) {
                case 1 -> {
                    Node node = new Node();
                    Protobuf.read(content, node);
                    nodes.add(node);
                }
                case GRAPH_INPUT -> Protobuf.read(content, name(inputs));
                case GRAPH_OUTPUT -> Protobuf.read(content, name(outputs));
                default -> {}
            }
        }

        private boolean isSeenFromOutside(String tensor) {
            return inputs.contains(tensor) || outputs.contains(tensor);
        }

        private static Contents name(List<String> names) {
            return (field, content) -> {
                if (field == 1) {
                    names.add(Protobuf.text(content));
                }
            };
        }
    }

    private static final class Node implements Contents {
        private final List<String> inputs = new ArrayList<>();
        private final List<String> outputs = new ArrayList<>();
        /** Read only where they are wanted: a forest's hold millions of numbers. */
        private final List<ByteBuffer> attributes = new ArrayList<>();

        private String operator = "";

        @Override
        public void content(int field, ByteBuffer content) {
            switch (field) {
                case 1 -> inputs.add(Protobuf.text(content));
                case 2 -> outputs.add(Protobuf.text(content));
                case 4 -> operator = Protobuf.text(content);
                case 5 -> attributes.add(content);
                default -> {}
            }
        }

        /** By column. */
        private List<String> labels() {
            Attribute labels = new Attribute();
            attributes.forEach(attribute -> Protobuf.read(attribute, labels));
            return labels.values;
        }
    }

    /** Of the attributes of a ZipMap one is a list, and that is the list of labels. */
    private static final class Attribute implements Protobuf.Fields {
        private final List<String> values = new ArrayList<>();

        @Override
        public void number(int field, long value) {
            if (field == 8) {
                values.add(Long.toString(value));
            }
        }

        @Override
        public void content(int field, ByteBuffer content) {
            if (field == 9) {
                values.add(Protobuf.text(content));
            } else if (field == 8) {
                // packed, as some writers do
                while (content.hasRemaining()) {
                    values.add(Long.toString(Protobuf.varint(content)));
                }
            }
        }
    }
}
