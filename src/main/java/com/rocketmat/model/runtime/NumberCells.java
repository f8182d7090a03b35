package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers and flags in a direct buffer that the runtime reads without copying. Rows are copied as bytes, for every type. */
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
        ByteBuffer others = ((NumberCells) reference).bytes;
        int other = column * type.bytes();
        int own = row * stride() + other;
        return switch (type.bytes()) {
            case Long.BYTES -> bytes.getLong(own) == others.getLong(other);
            case Integer.BYTES -> bytes.getInt(own) == others.getInt(other);
            default -> bytes.get(own) == others.get(other);
        };
    }

    @Override
    public Cells occluded(int[] columns, Cells reference) {
        int rows = bytes.capacity() / stride();
        ByteBuffer copies = buffer(type, rows, this.columns).put(0, bytes, 0, bytes.capacity());
        ByteBuffer others = ((NumberCells) reference).bytes;
        for (int row = 0; row < rows; row++) {
            for (int column : columns) {
                set(copies, row * stride(), column * type.bytes(), others);
            }
        }
        return new NumberCells(type, copies, this.columns);
    }

    private void set(ByteBuffer copies, int row, int at, ByteBuffer others) {
        switch (type.bytes()) {
            case Long.BYTES -> copies.putLong(row + at, others.getLong(at));
            case Integer.BYTES -> copies.putInt(row + at, others.getInt(at));
            default -> copies.put(row + at, others.get(at));
        }
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
