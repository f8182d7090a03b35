package com.rocketmat.model.onnx;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of a graph.
 *
 * @param name from the exporter; may be empty
 * @param domain of the operator; {@code ""} is ai.onnx
 * @param attributes not decoded: a forest's contain millions of numbers
 */
public record OnnxNode(
        String name,
        String domain,
        String operator,
        List<String> inputs,
        List<String> outputs,
        List<ByteBuffer> attributes) {

    public static final String ML = "ai.onnx.ml";

    private static final int VARINT = 0;
    private static final int CONTENT = 2;

    static OnnxNode read(CodedInputStream in) throws IOException {
        String name = "";
        String domain = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<ByteBuffer> attributes = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | CONTENT -> inputs.add(OnnxFile.text(in));
                case 2 << 3 | CONTENT -> outputs.add(OnnxFile.text(in));
                case 3 << 3 | CONTENT -> name = OnnxFile.text(in);
                case 4 << 3 | CONTENT -> operator = OnnxFile.text(in);
                case 5 << 3 | CONTENT -> attributes.add(in.readByteBuffer());
                case 7 << 3 | CONTENT -> domain = OnnxFile.text(in);
                default -> in.skipField(tag);
            }
        }
        return new OnnxNode(name, canonical(domain), operator, inputs, outputs, attributes);
    }

    /** The standard domain has two names. */
    static String canonical(String domain) {
        return domain.equals("ai.onnx") ? "" : domain;
    }

    /** The operator, with its domain unless it is ai.onnx: {@code ai.onnx.ml.ZipMap}. */
    public String qualified() {
        return domain.isEmpty() ? operator : domain + "." + operator;
    }

    public String label() {
        return name.isEmpty() ? "the node that produces " + String.join(", ", outputs) : "node " + name;
    }

    /** The tensor that the node works on; empty if there is none. */
    String first() {
        return inputs.isEmpty() ? "" : inputs.getFirst();
    }

    /** Whether an attribute is a list of texts or integers. */
    boolean hasList() {
        try {
            return !listed().isEmpty();
        } catch (IOException _) {
            // a damaged one; the runtime does not read it either
            return true;
        }
    }

    /** The texts and integers in the lists of its attributes: for a ZipMap, the labels. */
    public List<String> listed() throws IOException {
        List<String> listed = new ArrayList<>();
        for (ByteBuffer attribute : attributes) {
            CodedInputStream in = OnnxFile.reader(attribute);
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                switch (tag) {
                    case 8 << 3 | VARINT -> listed.add(Long.toString(in.readInt64()));
                    // packed encoding, used by some writers
                    case 8 << 3 | CONTENT -> {
                        CodedInputStream packed = OnnxFile.reader(in.readByteBuffer());
                        while (!packed.isAtEnd()) {
                            listed.add(Long.toString(packed.readInt64()));
                        }
                    }
                    case 9 << 3 | CONTENT -> listed.add(OnnxFile.text(in));
                    default -> in.skipField(tag);
                }
            }
        }
        return listed;
    }
}
