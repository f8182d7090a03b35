package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

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
    public Cells occluded(List<Variant> variants, int[][] columns, Cells reference) {
        ByteBuffer copies = buffer(type, variants.size(), this.columns);
        for (int start = 0, end; start < variants.size(); start = end) {
            end = endOfRun(variants, start);
            copies.put(start * stride(), bytes, variants.get(start).row() * stride(), (end - start) * stride());
        }
        ByteBuffer others = ((NumberCells) reference).bytes;
        for (int i = 0; i < variants.size(); i++) {
            for (int column : columns[variants.get(i).feature()]) {
                set(copies, i * stride(), column * type.bytes(), others);
            }
        }
        return new NumberCells(type, copies, this.columns);
    }

    /** Consecutive rows are copied at once. */
    private static int endOfRun(List<Variant> variants, int start) {
        int end = start + 1;
        while (end < variants.size()
                && variants.get(end).row() == variants.get(end - 1).row() + 1) {
            end++;
        }
        return end;
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
