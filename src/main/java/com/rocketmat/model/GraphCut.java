package com.rocketmat.model;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a file with a part of a graph: what makes some tensors of its inputs, or what makes one tensor of others. Nodes and constants
 * are copied as they stand. Of a file that is too large for that it is an {@link IllegalArgumentException}.
 */
final class GraphCut {

    /** Some copies are made of it on the way, beside all that other tenants need. */
    private static final int MOST = 16 << 20;

    private static final int SHAPES = 13;
    private static final int QUANTIZATION = 14;

    private final byte[] file;
    private final OnnxGraph graph;

    private GraphCut(byte[] file, OnnxGraph graph) {
        this.file = file;
        this.graph = graph;
    }

    /** Empty where a part of the graph may need more than its own nodes. */
    static Optional<GraphCut> of(byte[] file) {
        try {
            return OnnxGraph.read(file)
                    .filter(graph -> graph.isFlat() && !graph.hasFunctions())
                    .map(graph -> new GraphCut(file, graph));
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            // an attribute that cannot be read
            return Optional.empty();
        }
    }

    OnnxGraph graph() {
        return graph;
    }

    /** How many the file has. */
    int bytes() {
        return file.length;
    }

    /** From the graph's inputs to some tensors. */
    byte[] upTo(Set<String> tensors) {
        return new Part(tensors, Set.of()).write();
    }

    /** From some tensors to another one. */
    byte[] between(List<Matrix> from, String to) {
        Part part = new Part(Set.of(to), from.stream().map(Matrix::tensor).collect(Collectors.toSet()));
        from.forEach(matrix -> part.write(OnnxGraph.INPUT, matrix.toInput()));
        return part.write();
    }

    /** A tensor with a row for each of the model's. */
    record Matrix(String tensor, ElementType type, int columns) {

        private byte[] toInput() {
            byte[] rows = Protobuf.field(1, Protobuf.field(2, "N"));
            byte[] width = Protobuf.field(1, Protobuf.field(1, columns));
            byte[] shape = Protobuf.field(2, joined(rows, width));
            byte[] typed = Protobuf.field(1, joined(Protobuf.field(1, type.number()), shape));
            return joined(Protobuf.field(1, tensor), Protobuf.field(2, typed));
        }
    }

    private static byte[] joined(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }

    private final class Part implements Protobuf.Fields {

        private final boolean fromInputs;
        private final BitSet nodes = new BitSet();
        private final Set<String> read;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int node;

        private Part(Set<String> outputs, Set<String> from) {
            this.fromInputs = from.isEmpty();
            this.read = new HashSet<>(outputs);
            Deque<String> wanted = new ArrayDeque<>(outputs);
            while (!wanted.isEmpty()) {
                String tensor = wanted.poll();
                graph.maker(tensor).filter(_ -> !from.contains(tensor)).ifPresent(maker -> {
                    nodes.set(maker.place());
                    maker.inputs().stream().filter(read::add).forEach(wanted::add);
                });
            }
            outputs.forEach(output -> write(OnnxGraph.OUTPUT, Protobuf.field(1, output)));
        }

        private void write(int field, byte[] content) {
            Protobuf.write(out, field, ByteBuffer.wrap(content));
        }

        private byte[] write() {
            if (file.length > MOST) {
                throw new IllegalArgumentException("too large to be copied");
            }
            var model = new ByteArrayOutputStream();
            Protobuf.read(ByteBuffer.wrap(file), new Protobuf.Fields() {
                @Override
                public void number(int field, long value) {
                    model.writeBytes(Protobuf.field(field, value));
                }

                @Override
                public void content(int field, ByteBuffer content) {
                    if (field == OnnxGraph.GRAPH) {
                        Protobuf.read(content, Part.this);
                    } else {
                        Protobuf.write(model, field, content);
                    }
                }
            });
            Protobuf.write(model, OnnxGraph.GRAPH, ByteBuffer.wrap(out.toByteArray()));
            return model.toByteArray();
        }

        @Override
        public void content(int field, ByteBuffer content) {
            boolean wanted = switch (field) {
                case OnnxGraph.NODE -> nodes.get(node++);
                case OnnxGraph.CONSTANT ->
                    read.contains(OnnxConstant.read(content.duplicate()).name());
                case OnnxGraph.INPUT -> fromInputs;
                case OnnxGraph.OUTPUT, SHAPES, QUANTIZATION -> false;
                default -> true;
            };
            if (wanted) {
                Protobuf.write(out, field, content);
            }
        }
    }
}
