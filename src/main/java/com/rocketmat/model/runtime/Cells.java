package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;

/** The values of one graph input for some rows, in the layout that the runtime reads: {@code [rows, columns]}. */
public sealed interface Cells permits NumberCells, TextCells {

    OnnxTensor tensor() throws OrtException;

    /** Whether the cell equals the reference row's cell in the same column, bit for bit. */
    boolean same(int row, int column, Cells reference);

    /** Copies the rows, with the reference row's values in these columns. */
    Cells occluded(int[] columns, Cells reference);
}
