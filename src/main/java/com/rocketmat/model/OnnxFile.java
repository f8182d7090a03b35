package com.rocketmat.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be known of a file before the runtime may see it, read from its protobuf: a tensor with external data makes the
 * runtime open a path of the model's choosing.
 *
 * <p>Field numbers are those of onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3). Repeated occurrences of
 * a field are all looked at, as protobuf merges them.
 */
final class OnnxFile {

    private static final int DEEPEST = 64;

    /** Messages on the way to a tensor. */
    private enum Message {
        MODEL,
        TRAINING,
        FUNCTION,
        GRAPH,
        NODE,
        ATTRIBUTE,
        SPARSE,
        TENSOR,
        OPSET;

        /** The message in a field, where it is one that is looked into. */
        Optional<Message> in(int field) {
            return Optional.ofNullable(
                    switch (this) {
                        case MODEL ->
                            switch (field) {
                                case 7 -> GRAPH;
                                case 8 -> OPSET;
                                case 20 -> TRAINING;
                                case 25 -> FUNCTION;
                                default -> null;
                            };
                        case TRAINING -> field == 1 || field == 2 ? GRAPH : null;
                        case FUNCTION -> field == 7 ? NODE : field == 11 ? ATTRIBUTE : null;
                        case GRAPH -> field == 1 ? NODE : field == 5 ? TENSOR : field == 15 ? SPARSE : null;
                        case NODE -> field == 5 ? ATTRIBUTE : null;
                        case ATTRIBUTE ->
                            switch (field) {
                                case 5, 10 -> TENSOR;
                                case 6, 11 -> GRAPH;
                                case 22, 23 -> SPARSE;
                                default -> null;
                            };
                        case SPARSE -> field == 1 || field == 2 ? TENSOR : null;
                        case TENSOR, OPSET -> null;
                    });
        }
    }

    private final Map<String, Long> opsets = new HashMap<>();
    private boolean graph;
    private boolean externalData;

    private OnnxFile() {}

    /** Empty on anything that is not an ONNX model from its first byte to its last. */
    static Optional<OnnxFile> read(byte[] bytes) {
        OnnxFile file = new OnnxFile();
        try {
            file.message(Message.MODEL, ByteBuffer.wrap(bytes), 0);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            return Optional.empty();
        }
        return file.graph ? Optional.of(file) : Optional.empty();
    }

    /** Versions of the operator sets by domain; {@code ""} is ai.onnx. */
    Map<String, Long> opsets() {
        return opsets;
    }

    boolean hasExternalData() {
        return externalData;
    }

    private void message(Message message, ByteBuffer in, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("graphs nested too deeply");
        }
        Fields fields = new Fields(message, depth);
        Protobuf.read(in, fields);
        if (message == Message.OPSET) {
            opsets.merge(fields.domain.equals("ai.onnx") ? "" : fields.domain, fields.version, Math::max);
        }
    }

    private final class Fields implements Protobuf.Fields {

        private final Message message;
        private final int depth;
        private String domain = "";
        private long version;

        private Fields(Message message, int depth) {
            this.message = message;
            this.depth = depth;
        }

        @Override
        public void number(int field, long value) {
            version = field == 2 ? value : version;
            externalData |= message == Message.TENSOR && field == 14 && (int) value == 1;
        }

        @Override
        public void content(int field, ByteBuffer content) {
            domain = message == Message.OPSET && field == 1 ? Protobuf.text(content) : domain;
            graph |= message == Message.MODEL && field == 7;
            externalData |= message == Message.TENSOR && field == 13;
            message.in(field).ifPresent(inner -> message(inner, content, depth + 1));
        }
    }
}
