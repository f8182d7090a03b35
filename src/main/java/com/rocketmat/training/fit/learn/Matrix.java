package com.rocketmat.training.fit.learn;

/** Encoded rows, one after another; NaN is a missing value. In floats, like the exported model. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Matrix(float[] values, int width) {

    public int rows() {
        return values.length / width;
    }

    public float at(int row, int column) {
        return values[row * width + column];
    }
}
