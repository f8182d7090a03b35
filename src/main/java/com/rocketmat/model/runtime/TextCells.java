package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.List;

/** Texts, which the runtime copies one by one. */
final class TextCells implements Cells {

    private final String[] texts;
    private final int columns;

    TextCells(String[] texts, int columns) {
        this.texts = texts;
        this.columns = columns;
    }

    @Override
    public OnnxTensor tensor() throws OrtException {
        long[] shape = {texts.length / columns, columns};
        return OnnxTensor.createTensor(OnnxSession.environment(), texts, shape);
    }

    @Override
    public boolean same(int row, int column, Cells reference) {
        return texts[row * columns + column].equals(((TextCells) reference).texts[column]);
    }

    @Override
    public Cells occluded(List<Variant> variants, int[][] columns, Cells reference) {
        String[] others = ((TextCells) reference).texts;
        String[] copies = new String[variants.size() * this.columns];
        int to = 0;
        for (Variant variant : variants) {
            System.arraycopy(texts, variant.row() * this.columns, copies, to, this.columns);
            for (int column : columns[variant.feature()]) {
                copies[to + column] = others[column];
            }
            to += this.columns;
        }
        return new TextCells(copies, this.columns);
    }
}
