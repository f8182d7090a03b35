package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** A constant of a graph, of which single floats and lists of whole numbers are of interest. */
final class OnnxConstant implements Protobuf.Fields {

    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    /** More columns are not chosen from an input. */
    private static final int MOST = 1 << 12;

    private String name = "";
    private long type;
    private long elements = 1;
    /** As many as are written one by one or together. */
    private int floats;

    private float last;
    private final List<Long> whole = new ArrayList<>();
    private ByteBuffer raw = ByteBuffer.allocate(0);

    private OnnxConstant() {}

    static OnnxConstant read(ByteBuffer content) {
        OnnxConstant tensor = new OnnxConstant();
        Protobuf.read(content, tensor);
        return tensor;
    }

    @Override
    public void number(int field, long value) {
        if (field == 1) {
            elements = elements == 1 ? value : 0;
        } else if (field == 2) {
            type = value;
        } else if (field == 7) {
            add(value);
        }
    }

    @Override
    public void fixed32(int field, int bits) {
        if (field == 4) {
            floats++;
            last = Float.intBitsToFloat(bits);
        }
    }

    @Override
    public void content(int field, ByteBuffer content) {
        if (field == 8) {
            name = Protobuf.text(content);
        } else if (field == 7) {
            while (content.hasRemaining()) {
                add(Protobuf.varint(content));
            }
        } else if ((field == 4 || field == 9) && content.limit() >= Float.BYTES) {
            floats += content.limit() / Float.BYTES;
            raw = content.order(ByteOrder.LITTLE_ENDIAN);
            last = raw.getFloat(0);
        }
    }

    private void add(long value) {
        if (whole.size() < MOST) {
            whole.add(value);
        }
    }

    String name() {
        return name;
    }

    /** The float, if it is one and no more. */
    OptionalDouble single() {
        return type == FLOAT && elements == 1 && floats == 1 ? OptionalDouble.of(last) : OptionalDouble.empty();
    }

    /** The whole numbers, if they are such and not too many; else none. */
    List<Long> whole() {
        if (type != INT64 || whole.size() == MOST || raw.limit() >= MOST * Long.BYTES) {
            return List.of();
        }
        List<Long> all = new ArrayList<>(whole);
        for (int at = 0; at + Long.BYTES <= raw.limit(); at += Long.BYTES) {
            all.add(raw.getLong(at));
        }
        return all;
    }
}
