package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** The values of one graph input for some rows, as the runtime will read them: {@code [rows, columns]}. */
public sealed interface Cells permits NumberCells, TextCells {

    int rows();

    OnnxTensor tensor() throws OrtException;

    /** Whether the model cannot tell this cell from the one in the same column of a reference row. */
    boolean same(int row, int column, Cells reference);

    /**
     * A row for each variant, with the reference row's values in the occluded feature's columns.
     *
     * @param columns the columns of this input that each feature fills
     */
    Cells occluded(List<Variant> variants, int[][] columns, Cells reference);

    /** A row with one feature occluded, both by their place in the order. */
    record Variant(int row, int feature) {

        /** Enough for a run's own cost to vanish; more would only take memory, of which a row of a wide one-hot encoding has much. */
        private static final int ROWS_A_RUN = 500;

        /** Those that go through the runtime at once. */
        public static List<List<Variant>> runs(List<Variant> variants) {
            List<List<Variant>> runs = new ArrayList<>();
            for (int start = 0; start < variants.size(); start += ROWS_A_RUN) {
                runs.add(variants.subList(start, Math.min(start + ROWS_A_RUN, variants.size())));
            }
            return runs;
        }
    }
}
