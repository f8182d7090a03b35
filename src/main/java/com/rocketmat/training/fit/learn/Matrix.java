package com.rocketmat.training.fit.learn;

/**
 * Encoded rows, one after another, as floats because the exported model computes with these.
 *
 * @param values NaN is missing
 * @param width number of columns
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Matrix(float[] values, int width) {

    public int rows() {
        return values.length / width;
    }

    public float at(int row, int column) {
        return values[row * width + column];
    }
}
