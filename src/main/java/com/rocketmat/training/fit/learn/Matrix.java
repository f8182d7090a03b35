package com.rocketmat.training.fit.learn;

/** Encoded rows, one after another, NaN where missing; floats because the exported model computes with these. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Matrix(float[] values, int width) {

    public int rows() {
        return values.length / width;
    }

    public float at(int row, int column) {
        return values[row * width + column];
    }
}
