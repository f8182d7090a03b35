package com.rocketmat.model;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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
            file.message(Message.MODEL, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), 0);
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
        String domain = "";
        long version = 0;
        while (in.hasRemaining()) {
            long tag = varint(in);
            int field = (int) (tag >>> 3);
            switch ((int) tag & 7) {
                case 0 -> {
                    long value = varint(in);
                    version = field == 2 ? value : version;
                    externalData |= message == Message.TENSOR && field == 14 && (int) value == 1;
                }
                case 1 -> skip(in, Long.BYTES);
                case 2 -> {
                    ByteBuffer content = content(in);
                    domain = message == Message.OPSET && field == 1 ? text(content) : domain;
                    graph |= message == Message.MODEL && field == 7;
                    externalData |= message == Message.TENSOR && field == 13;
                    message.in(field).ifPresent(inner -> message(inner, content, depth + 1));
                }
                case 5 -> skip(in, Integer.BYTES);
                default -> throw new IllegalArgumentException("not a wire type");
            }
        }
        if (message == Message.OPSET) {
            opsets.merge(domain.equals("ai.onnx") ? "" : domain, version, Math::max);
        }
    }

    private static ByteBuffer content(ByteBuffer in) {
        long length = varint(in);
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        ByteBuffer content = in.slice(in.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        skip(in, (int) length);
        return content;
    }

    private static void skip(ByteBuffer in, int bytes) {
        if (bytes > in.remaining()) {
            throw new BufferUnderflowException();
        }
        in.position(in.position() + bytes);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("not a varint");
    }

    private static String text(ByteBuffer content) {
        return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
    }
}
