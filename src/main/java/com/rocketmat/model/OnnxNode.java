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

    private final int place;
    private String operator = "";
    private String domain = "";

    private OnnxNode(int place) {
        this.place = place;
    }

    static OnnxNode read(int place, ByteBuffer content) {
        OnnxNode node = new OnnxNode(place);
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

    /** How many nodes come before it. */
    int place() {
        return place;
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

    /** The texts and whole numbers that its attributes list: of a ZipMap the labels, of an encoder what it knows. */
    List<String> listed() {
        List<String> listed = new ArrayList<>();
        attributes.forEach(attribute -> Protobuf.read(attribute.duplicate(), new Protobuf.Fields() {
            @Override
            public void number(int field, long value) {
                if (field == 8) {
                    listed.add(Long.toString(value));
                }
            }

            @Override
            public void content(int field, ByteBuffer content) {
                if (field == 9) {
                    listed.add(Protobuf.text(content));
                } else if (field == 8) {
                    // packed, as some writers do
                    while (content.hasRemaining()) {
                        listed.add(Long.toString(Protobuf.varint(content)));
                    }
                }
            }
        }));
        return listed;
    }

    /** Whether it holds a graph of its own, which may read any tensor. */
    boolean hasGraph() {
        boolean[] found = new boolean[1];
        attributes.forEach(attribute -> Protobuf.read(attribute.duplicate(), new Protobuf.Fields() {
            @Override
            public void content(int field, ByteBuffer content) {
                found[0] |= field == 6 || field == 11;
            }
        }));
        return found[0];
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
