package com.rocketmat.model;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Numbers and flags in a direct buffer that the runtime reads in place. Rows are copied as bytes, whatever their type. */
record NumberCells(ElementType type, ByteBuffer bytes, int columns) implements Cells {

    static ByteBuffer buffer(ElementType type, int rows, int columns) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(rows, columns), type.bytes()))
                .order(ByteOrder.nativeOrder());
    }

    @Override
    public OnnxTensor tensor() throws OrtException {
        long[] shape = {bytes.capacity() / stride(), columns};
        return OnnxTensor.createTensor(OnnxSession.environment(), bytes, shape, OnnxJavaType.valueOf(type.name()));
    }

    @Override
    public boolean same(int row, int column, Cells reference) {
        ByteBuffer others = ((NumberCells) reference).bytes;
        int at = column * type.bytes();
        for (int i = 0; i < type.bytes(); i++) {
            if (bytes.get(row * stride() + at + i) != others.get(at + i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Cells occluded(List<Variant> variants, int[][] columns, Cells reference) {
        ByteBuffer others = ((NumberCells) reference).bytes;
        ByteBuffer copies = buffer(type, variants.size(), this.columns);
        int to = 0;
        for (Variant variant : variants) {
            copies.put(to, bytes, variant.row() * stride(), stride());
            for (int column : columns[variant.feature()]) {
                int at = column * type.bytes();
                copies.put(to + at, others, at, type.bytes());
            }
            to += stride();
        }
        return new NumberCells(type, copies, this.columns);
    }

    private int stride() {
        return columns * type.bytes();
    }
}
