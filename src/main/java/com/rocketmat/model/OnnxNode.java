package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node of a graph. */
final class OnnxNode implements Protobuf.Fields {

    static final String ML = "ai.onnx.ml";

    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    /** Read only where they are wanted: a forest's hold millions of numbers. */
    private final List<ByteBuffer> attributes = new ArrayList<>();

    private String operator = "";
    private String domain = "";

    private OnnxNode() {}

    static OnnxNode read(ByteBuffer content) {
        OnnxNode node = new OnnxNode();
        Protobuf.read(content, node);
        return node;
    }

    @Override
    public void content(int field, ByteBuffer content) {
        switch (field) {
            case 1 -> inputs.add(Protobuf.text(content));
            case 2 -> outputs.add(Protobuf.text(content));
            case 4 -> operator = Protobuf.text(content);
            case 5 -> attributes.add(content);
            case 7 -> domain = Protobuf.text(content);
            default -> {}
        }
    }

    List<String> inputs() {
        return inputs;
    }

    List<String> outputs() {
        return outputs;
    }

    /** The operator's name, with its domain where that is not ai.onnx: {@code ai.onnx.ml.ZipMap}. */
    String operator() {
        return domain.isEmpty() || domain.equals("ai.onnx") ? operator : domain + "." + operator;
    }

    List<ByteBuffer> contentsOfAttributes() {
        return attributes;
    }

    /** @throws IllegalArgumentException when two have the same name */
    Map<String, OnnxAttribute> attributes() {
        Map<String, OnnxAttribute> byName = new HashMap<>();
        for (ByteBuffer content : attributes) {
            OnnxAttribute attribute = OnnxAttribute.read(content.duplicate());
            if (byName.put(attribute.name(), attribute) != null) {
                throw new IllegalArgumentException("an attribute that is given twice");
            }
        }
        return byName;
    }
}
