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
 * Reads what must be known about a file before the runtime may load it: a tensor with external data makes the runtime open a path
 * chosen by the model, and the operators determine how much time and memory a batch can take.
 *
 * <p>Protobuf's own decoder reads the wire format, so this class sees what ONNX Runtime sees, even for tags with extra bytes or
 * repeated fields. Generated classes would keep all fields: for a 64 MB forest, several hundred megabytes of boxed numbers.
 *
 * <p>Field numbers are from onnx.proto3 (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3).
 */
public final class OnnxFile {

    private static final int MAX_DEPTH = 64;
    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;
    /** Attributes whose texts are only compared with those of the rows, never written to a tensor. */
    private static final Set<String> COMPARED_TEXTS =
            Set.of("keys_strings", "cats_strings", "pool_strings", "separators", "tokenexp");

    private final Map<String, Long> opsets = new HashMap<>();
    private final List<OnnxNode> nodes = new ArrayList<>();
    /** With their number of elements. */
    private final Map<String, Long> constants = new HashMap<>();

    private final Set<String> inputs = new HashSet<>();
    private int longestText;
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

    Sizes sizes() {
        return new Sizes(constants, inputs, nodes);
    }

    /** Bytes of the longest text that a node may write to a tensor, once or for each row. */
    public int longestText() {
        return longestText;
    }

    /** Whether the file defines its own operators, possibly with the names of standard ones. */
    public boolean hasFunctions() {
        return functions;
    }

    public boolean hasExternalData() {
        return externalData;
    }

    private void model(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 7 << 3 | LENGTH_DELIMITED -> {
                    graph = true;
                    graph(reader(in.readByteBuffer()), 1);
                }
                case 8 << 3 | LENGTH_DELIMITED -> opset(reader(in.readByteBuffer()));
                case 25 << 3 | LENGTH_DELIMITED -> {
                    functions = true;
                    in.skipField(tag);
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
                case 1 << 3 | LENGTH_DELIMITED -> domain = text(in);
                case 2 << 3 | VARINT -> version = in.readInt64();
                default -> in.skipField(tag);
            }
        }
        opsets.merge(OnnxNode.canonical(domain), version, Math::max);
    }

    /** Reads the model's graph, or an attribute's nested graph, whose nodes are not added to {@link #nodes}. */
    private void graph(CodedInputStream in, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("graphs nested too deeply");
        }
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | LENGTH_DELIMITED -> {
                    OnnxNode node = node(reader(in.readByteBuffer()), depth);
                    if (depth == 1) {
                        nodes.add(node);
                    }
                }
                case 5 << 3 | LENGTH_DELIMITED -> {
                    Tensor tensor = tensor(reader(in.readByteBuffer()));
                    if (depth == 1) {
                        constants.put(tensor.name(), tensor.elements());
                    }
                }
                case 15 << 3 | LENGTH_DELIMITED -> sparse(reader(in.readByteBuffer()));
                case 11 << 3 | LENGTH_DELIMITED -> {
                    String name = name(reader(in.readByteBuffer()));
                    if (depth == 1) {
                        inputs.add(name);
                    }
                }
                default -> in.skipField(tag);
            }
        }
    }

    private void attribute(CodedInputStream in, int depth) throws IOException {
        String name = "";
        int longest = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | LENGTH_DELIMITED -> name = text(in);
                case 4 << 3 | LENGTH_DELIMITED, 9 << 3 | LENGTH_DELIMITED ->
                    longest = Math.max(longest, in.readByteBuffer().remaining());
                case 5 << 3 | LENGTH_DELIMITED, 10 << 3 | LENGTH_DELIMITED -> tensor(reader(in.readByteBuffer()));
                case 6 << 3 | LENGTH_DELIMITED, 11 << 3 | LENGTH_DELIMITED ->
                    graph(reader(in.readByteBuffer()), depth + 1);
                case 22 << 3 | LENGTH_DELIMITED, 23 << 3 | LENGTH_DELIMITED -> sparse(reader(in.readByteBuffer()));
                default -> in.skipField(tag);
            }
        }
        if (!COMPARED_TEXTS.contains(name)) {
            longestText = Math.max(longestText, longest);
        }
    }

    private OnnxNode node(CodedInputStream in, int depth) throws IOException {
        OnnxNode node = OnnxNode.read(in);
        for (ByteBuffer attribute : node.attributes()) {
            attribute(reader(attribute), depth);
        }
        return node;
    }

    private void sparse(CodedInputStream in) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | LENGTH_DELIMITED, 2 << 3 | LENGTH_DELIMITED -> tensor(reader(in.readByteBuffer()));
                default -> in.skipField(tag);
            }
        }
    }

    /** A tensor of a node or nested graph is no constant of the graph, and may have any name. */
    private record Tensor(String name, long elements) {}

    private Tensor tensor(CodedInputStream in) throws IOException {
        String name = "";
        long elements = 1;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | VARINT -> elements *= in.readInt64();
                case 1 << 3 | LENGTH_DELIMITED -> {
                    CodedInputStream packed = reader(in.readByteBuffer());
                    while (!packed.isAtEnd()) {
                        elements *= packed.readInt64();
                    }
                }
                case 6 << 3 | LENGTH_DELIMITED ->
                    longestText = Math.max(longestText, in.readByteBuffer().remaining());
                case 8 << 3 | LENGTH_DELIMITED -> name = text(in);
                case 13 << 3 | LENGTH_DELIMITED -> {
                    externalData = true;
                    in.skipField(tag);
                }
                case 14 << 3 | VARINT -> externalData |= in.readInt32() == 1;
                default -> in.skipField(tag);
            }
        }
        return new Tensor(name, elements);
    }

    private static String name(CodedInputStream in) throws IOException {
        String name = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == (1 << 3 | LENGTH_DELIMITED)) {
                name = text(in);
            } else {
                in.skipField(tag);
            }
        }
        return name;
    }

    static CodedInputStream reader(ByteBuffer content) {
        CodedInputStream in = CodedInputStream.newInstance(content.array(), content.arrayOffset(), content.remaining());
        // contents are slices of the file, not copies
        in.enableAliasing(true);
        return in;
    }

    /** Refuses what is not UTF-8: the runtime compares bytes, so names that replacements make equal would be two tensors for it. */
    static String text(CodedInputStream in) throws IOException {
        return StandardCharsets.UTF_8.newDecoder().decode(in.readByteBuffer()).toString();
    }
}
