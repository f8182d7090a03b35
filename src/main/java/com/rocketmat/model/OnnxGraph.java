package com.rocketmat.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A file's graph, as far as it has to be known how a tensor comes about.
 *
 * <p>Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
final class OnnxGraph implements Protobuf.Fields {

    static final int GRAPH = 7;
    static final int NODE = 1;
    static final int CONSTANT = 5;
    static final int INPUT = 11;
    static final int OUTPUT = 12;

    private static final int FUNCTION = 25;

    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxNode> makers = new HashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private final Map<String, OnnxConstant> constants = new HashMap<>();
    private boolean functions;

    private OnnxGraph() {}

    /** Empty on anything that cannot be read. */
    static Optional<OnnxGraph> read(byte[] file) {
        OnnxGraph graph = new OnnxGraph();
        try {
            Protobuf.read(ByteBuffer.wrap(file), new Protobuf.Fields() {
                @Override
                public void content(int field, ByteBuffer content) {
                    graph.functions |= field == FUNCTION;
                    if (field == GRAPH) {
                        Protobuf.read(content, graph);
                    }
                }
            });
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return Optional.of(graph);
    }

    @Override
    public void content(int field, ByteBuffer content) {
        switch (field) {
            case NODE -> {
                OnnxNode node = OnnxNode.read(nodes.size(), content);
                nodes.add(node);
                node.outputs().forEach(output -> makers.putIfAbsent(output, node));
            }
            case CONSTANT -> {
                OnnxConstant constant = OnnxConstant.read(content);
                constants.put(constant.name(), constant);
            }
            case INPUT -> Protobuf.read(content, name(inputs));
            case OUTPUT -> Protobuf.read(content, name(outputs));
            default -> {}
        }
    }

    private static Protobuf.Fields name(List<String> names) {
        return new Protobuf.Fields() {
            @Override
            public void content(int field, ByteBuffer content) {
                if (field == 1) {
                    names.add(Protobuf.text(content));
                }
            }
        };
    }

    List<OnnxNode> nodes() {
        return nodes;
    }

    boolean isSeenFromOutside(String tensor) {
        return inputs.contains(tensor) || outputs.contains(tensor);
    }

    /** Whether the file defines operators of its own, which may go by the names of others. */
    boolean hasFunctions() {
        return functions;
    }

    /** Whether what a node reads is all in its inputs. */
    boolean isFlat() {
        return nodes.stream().noneMatch(OnnxNode::hasGraph);
    }

    /** The names of its constants; some may be inputs, too. */
    Set<String> constants() {
        return constants.keySet();
    }

    Optional<OnnxConstant> constant(String tensor) {
        return Optional.ofNullable(constants.get(tensor));
    }

    /** The node that makes a tensor. */
    Optional<OnnxNode> maker(String tensor) {
        return Optional.ofNullable(makers.get(tensor));
    }
}
