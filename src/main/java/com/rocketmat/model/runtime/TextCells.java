package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;

/** Texts; the runtime copies them one by one. */
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
    public Cells occluded(int[] columns, Cells reference) {
        String[] copies = texts.clone();
        for (int row = 0; row < copies.length; row += this.columns) {
            for (int column : columns) {
                copies[row + column] = ((TextCells) reference).texts[column];
            }
        }
        return new TextCells(copies, this.columns);
    }
}
