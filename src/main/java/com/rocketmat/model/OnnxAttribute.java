package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A node's attribute: one number, one text, or a list of either. What is a tensor or a graph stays unread. */
final class OnnxAttribute implements Protobuf.Fields {

    /** An ensemble of more nodes would take more memory to read than a model is worth. */
    private static final int MOST = 1 << 20;

    private final List<String> texts = new ArrayList<>();
    private final Map<String, String> seen = new HashMap<>();
    private String name = "";
    private String text = "";
    private long number;
    /** Whole numbers, or the bits of floats. */
    private int[] numbers = {};

    private int size;

    private OnnxAttribute() {}

    /** @throws IllegalArgumentException when it holds more, or larger numbers, than any that is of use here */
    static OnnxAttribute read(ByteBuffer content) {
        OnnxAttribute attribute = new OnnxAttribute();
        Protobuf.read(content, attribute);
        return attribute;
    }

    @Override
    public void number(int field, long value) {
        if (field == 3) {
            number = value;
        } else if (field == 8) {
            add(whole(value));
        }
    }

    @Override
    public void fixed32(int field, int bits) {
        if (field == 7) {
            add(bits);
        }
    }

    @Override
    public void content(int field, ByteBuffer content) {
        switch (field) {
            case 1 -> name = Protobuf.text(content);
            case 4 -> text = Protobuf.text(content);
            // packed, as some writers do
            case 7 -> {
                content.order(ByteOrder.LITTLE_ENDIAN);
                while (content.hasRemaining()) {
                    add(content.getInt());
                }
            }
            case 8 -> {
                while (content.hasRemaining()) {
                    add(whole(Protobuf.varint(content)));
                }
            }
            case 9 -> {
                String each = Protobuf.text(content);
                texts.add(seen.computeIfAbsent(each, first -> first));
                limit(texts.size());
            }
            default -> {}
        }
    }

    private void add(int value) {
        limit(size);
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, Math.max(16, 2 * size));
        }
        numbers[size++] = value;
    }

    private static int whole(long value) {
        if (value != (int) value) {
            throw new IllegalArgumentException("larger than any number of use here");
        }
        return (int) value;
    }

    private static void limit(int size) {
        if (size >= MOST) {
            throw new IllegalArgumentException("more than an ensemble may have");
        }
    }

    String name() {
        return name;
    }

    String text() {
        return text;
    }

    long number() {
        return number;
    }

    List<String> texts() {
        return texts;
    }

    int[] integers() {
        return Arrays.copyOf(numbers, size);
    }

    float[] floats() {
        float[] floats = new float[size];
        for (int i = 0; i < size; i++) {
            floats[i] = Float.intBitsToFloat(numbers[i]);
        }
        return floats;
    }
}
