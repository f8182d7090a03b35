package com.rocketmat.model;

import java.nio.ByteBuffer;

/**
 * Numbers as a tree's branches compare them: whole numbers in the same order as the floats, with one place for NaN, below all
 * others. A branch is then a range of keys, whatever its mode and whatever becomes of NaN.
 */
final class TreeKeys {

    static final int NAN = Integer.MIN_VALUE;

    private TreeKeys() {}

    /** @param value its zeros are one, as they are in a comparison */
    static int of(float value) {
        if (Float.isNaN(value)) {
            return NAN;
        }
        int bits = Float.floatToRawIntBits(value + 0f);
        return bits ^ (bits >> 31 & Integer.MAX_VALUE);
    }

    /** Of the next float that is not less: whether that is at most a float is the same as for the number itself. */
    private static int above(double value) {
        float near = (float) value;
        return of(near < value ? Math.nextUp(near) : near);
    }

    /** @param rounded whether the graph makes floats of the input before the trees see it */
    static int[] of(NumberCells cells, boolean rounded) {
        ByteBuffer bytes = cells.bytes();
        int[] keys = new int[bytes.capacity() / cells.type().bytes()];
        for (int cell = 0; cell < keys.length; cell++) {
            keys[cell] = switch (cells.type()) {
                case FLOAT -> of(bytes.getFloat(cell * Float.BYTES));
                case INT64 -> of((float) bytes.getLong(cell * Long.BYTES));
                case BOOL -> of(bytes.get(cell));
                case DOUBLE -> {
                    double value = bytes.getDouble(cell * Double.BYTES);
                    yield rounded ? of((float) value) : above(value);
                }
                case STRING -> throw new IllegalStateException("texts are not numbers");
            };
        }
        return keys;
    }
}
