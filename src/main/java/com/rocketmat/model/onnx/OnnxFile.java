package com.rocketmat.model.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What must be known of a file before the runtime may load it: a tensor with external data makes the runtime open a path chosen
 * by the model, and the operators determine how much time and memory a batch can take.
 *
 * <p>Protobuf's own decoder reads the wire format, so that this class sees what ONNX Runtime sees, even for tags with extra bytes
 * or repeated fields. Generated classes are unsuitable, because they keep unknown fields: for a 64 MB forest, several hundred
 * megabytes of boxed numbers.
 *
 * <p>Field numbers are from onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
public final class OnnxFile {

    public static final int GRAPH = 7;
    public static final int OUTPUT = 12;

    private static final int DEEPEST = 64;
    private static final int VARINT = 0;
    private static final int CONTENT = 2;

    private final Map<String, Long> opsets = new HashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Set<String> constants = new HashSet<>();
    private final Set<String> seenFromOutside = new HashSet<>();
    private boolean graph;
    private boolean functions;
    private boolean externalData;

    private OnnxFile() {}

    /** Empty if the bytes are not one complete ONNX model. */
    public static Optional<OnnxFile> read(byte[] bytes) {
        OnnxFile file = new OnnxFile();
        try {
            file.model(reader(ByteBuffer.wrap(bytes)));
        } catch (IOException e) {
            return Optional.empty();
        }
        return file.graph ? Optional.of(file) : Optional.empty();
    }

    /** Versions of the operator sets by domain; {@code ""} is ai.onnx. */
    public Map<String, Long> opsets() {
        return opsets;
    }

    /** Nodes of the graph itself, without those of nested graphs. */
    public List<OnnxNode> nodes() {
        return nodes;
    }

    boolean isConstant(String tensor) {
        return constants.contains(tensor);
    }

    /** Whether the tensor is an input or an output of the graph. */
    public boolean isSeenFromOutside(String tensor) {
        return seenFromOutside.contains(tensor);
    }

    /** Whether the file defines its own operators, which may have the names of others. */
    public boolean hasFunctions() {
        return functions;
    }

    public boolean hasExternalData() {
        return externalData;
    }

    private void model(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case GRAPH << 3 | CONTENT -> {
                    graph = true;
                    graph(reader(in.readByteBuffer()), 1);
                }
                case 8 << 3 | CONTENT -> opset(reader(in.readByteBuffer()));
                // training data, which the runtime ignores but which may contain tensors
                case 20 << 3 | CONTENT -> training(reader(in.readByteBuffer()));
                case 25 << 3 | CONTENT -> {
                    functions = true;
                    function(reader(in.readByteBuffer()));
                }
                default -> in.skipField(tag);
            }
        }
    }

    private void opset(CodedInputStream in) throws IOException {
        String domain = "";
        long version = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | CONTENT -> domain = text(in);
                case 2 << 3 | VARINT -> version = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        opsets.merge(OnnxNode.canonical(domain), version, Math::max);
    }

    /** The graph of the model, or a nested graph of an attribute, whose nodes are not added to {@link #nodes}. */
    private void graph(CodedInputStream in, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("graphs nested too deeply");
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | CONTENT -> {
                    OnnxNode node = node(reader(in.readByteBuffer()), depth);
                    if (depth == 1) {
                        nodes.add(node);
                        node.constant().ifPresent(constants::add);
                    }
                }
                case 5 << 3 | CONTENT -> {
                    String name = tensor(reader(in.readByteBuffer()));
                    if (depth == 1) {
                        constants.add(name);
                    }
                }
                case 15 << 3 | CONTENT -> sparse(reader(in.readByteBuffer()));
                case 11 << 3 | CONTENT, OUTPUT << 3 | CONTENT -> seenFromOutside.add(name(reader(in.readByteBuffer())));
                default -> in.skipField(tag);
            }
        }
    }

    private void attribute(CodedInputStream in, int depth) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 5 << 3 | CONTENT, 10 << 3 | CONTENT -> tensor(reader(in.readByteBuffer()));
                case 6 << 3 | CONTENT, 11 << 3 | CONTENT -> graph(reader(in.readByteBuffer()), depth + 1);
                case 22 << 3 | CONTENT, 23 << 3 | CONTENT -> sparse(reader(in.readByteBuffer()));
                default -> in.skipField(tag);
            }
        }
    }

    private OnnxNode node(CodedInputStream in, int depth) throws IOException {
        OnnxNode node = OnnxNode.read(in);
        for (ByteBuffer attribute : node.attributes()) {
            attribute(reader(attribute), depth);
        }
        return node;
    }

    private void training(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | CONTENT, 2 << 3 | CONTENT -> graph(reader(in.readByteBuffer()), 2);
                default -> in.skipField(tag);
            }
        }
    }

    private void function(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 7 << 3 | CONTENT -> node(reader(in.readByteBuffer()), 1);
                case 11 << 3 | CONTENT -> attribute(reader(in.readByteBuffer()), 1);
                default -> in.skipField(tag);
            }
        }
    }

    private void sparse(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | CONTENT, 2 << 3 | CONTENT -> tensor(reader(in.readByteBuffer()));
                default -> in.skipField(tag);
            }
        }
    }

    /** Its name. A tensor in a node or nested graph may have the name of any tensor, and is not a constant of the graph. */
    private String tensor(CodedInputStream in) throws IOException {
        String name = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 8 << 3 | CONTENT -> name = text(in);
                case 13 << 3 | CONTENT -> {
                    externalData = true;
                    in.skipField(tag);
                }
                case 14 << 3 | VARINT -> externalData |= in.readInt32() == 1;
                default -> in.skipField(tag);
            }
        }
        return name;
    }

    private static String name(CodedInputStream in) throws IOException {
        String name = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3 | CONTENT)) {
                name = text(in);
            } else {
                in.skipField(tag);
            }
        }
        return name;
    }

    static CodedInputStream reader(ByteBuffer content) {
        CodedInputStream in = CodedInputStream.newInstance(
                content.array(), content.arrayOffset() + content.position(), content.remaining());
        // contents are slices of the file, not copies
        in.enableAliasing(true);
        return in;
    }

    static String text(CodedInputStream in) throws IOException {
        return new String(in.readByteArray(), StandardCharsets.UTF_8);
    }
}
