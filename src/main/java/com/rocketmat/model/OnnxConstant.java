package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalDouble;

/** A constant of a graph, of which only single floats are of interest. */
final class OnnxConstant implements Protobuf.Fields {

    private static final int FLOAT = 1;

    private String name = "";
    private long type;
    private long elements = 1;
    /** As many as are written one by one or together. */
    private int floats;

    private float last;

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
        } else if ((field == 4 || field == 9) && content.limit() >= Float.BYTES) {
            floats += content.limit() / Float.BYTES;
            last = content.order(ByteOrder.LITTLE_ENDIAN).getFloat(0);
        }
    }

    String name() {
        return name;
    }

    /** The float, if it is one and no more. */
    OptionalDouble single() {
        return type == FLOAT && elements == 1 && floats == 1 ? OptionalDouble.of(last) : OptionalDouble.empty();
    }
}
