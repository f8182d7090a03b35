package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers and flags in a direct buffer, which the runtime reads without copying. */
record NumberCells(ElementType type, ByteBuffer bytes, int columns) implements Cells {

    static ByteBuffer buffer(ElementType type, int rows, int columns) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(rows, columns), type.bytes()))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public OnnxTensor tensor() throws OrtException {
        long[] shape = {bytes.capacity() / stride(), columns};
        return OnnxTensor.createTensor(OnnxSession.environment(), bytes, shape, onnxType());
    }

    @Override
    public boolean same(int row, int column, Cells reference) {
        int offset = column * type.bytes();
        return cell(row * stride() + offset).equals(((NumberCells) reference).cell(offset));
    }

    private ByteBuffer cell(int offset) {
        return bytes.slice(offset, type.bytes());
    }

    @Override
    public Cells occluded(int[] columns, Cells reference) {
        int rows = bytes.capacity() / stride();
        ByteBuffer copy = buffer(type, rows, this.columns).put(0, bytes, 0, bytes.capacity());
        ByteBuffer referenceBytes = ((NumberCells) reference).bytes;
        for (int row = 0; row < rows; row++) {
            for (int column : columns) {
                int offset = column * type.bytes();
                copy.put(row * stride() + offset, referenceBytes, offset, type.bytes());
            }
        }
        return new NumberCells(type, copy, this.columns);
    }

    private OnnxJavaType onnxType() {
        return switch (type) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case INT64 -> OnnxJavaType.INT64;
            case BOOL -> OnnxJavaType.BOOL;
            case STRING -> throw new IllegalStateException("texts are not bytes");
        };
    }

    private int stride() {
        return columns * type.bytes();
    }
}
