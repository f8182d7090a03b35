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

    static final String ML = "ai.onnx.ml";

    private static final int LENGTH_DELIMITED = 2;

    static OnnxNode read(CodedInputStream in) throws IOException {
        String name = "";
        String domain = "";
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<ByteBuffer> attributes = new ArrayList<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 | LENGTH_DELIMITED -> inputs.add(OnnxFile.text(in));
                case 2 << 3 | LENGTH_DELIMITED -> outputs.add(OnnxFile.text(in));
                case 3 << 3 | LENGTH_DELIMITED -> name = OnnxFile.text(in);
                case 4 << 3 | LENGTH_DELIMITED -> operator = OnnxFile.text(in);
                case 5 << 3 | LENGTH_DELIMITED -> attributes.add(in.readByteBuffer());
                case 7 << 3 | LENGTH_DELIMITED -> domain = OnnxFile.text(in);
                default -> in.skipField(tag);
            }
        }
        return new OnnxNode(name, canonical(domain), operator, inputs, outputs, attributes);
    }

    /** The standard domain has two names: {@code ""} and ai.onnx. */
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

    /** The node's first input; empty if it has none. */
    String firstInput() {
        return inputs.isEmpty() ? "" : inputs.getFirst();
    }

    /** Whether an attribute is a list of texts or integers. */
    boolean hasList() {
        try {
            for (ByteBuffer attribute : attributes) {
                CodedInputStream in = OnnxFile.reader(attribute);
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    int field = tag >>> 3;
                    if (field == 8 || field == 9) {
                        return true;
                    }
                    in.skipField(tag);
                }
            }
            return false;
        } catch (IOException _) {
            // a damaged attribute, which the runtime does not read either
            return true;
        }
    }
}
