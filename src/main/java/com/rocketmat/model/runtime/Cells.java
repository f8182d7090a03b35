package com.rocketmat.model.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.util.ArrayList;
import java.util.List;

/** The values of one graph input for some rows, in the layout that the runtime reads: {@code [rows, columns]}. */
public sealed interface Cells permits NumberCells, TextCells {

    OnnxTensor tensor() throws OrtException;

    /** Whether the cell is identical to the one in the same column of a reference row. */
    boolean same(int row, int column, Cells reference);

    /**
     * One row per variant, with the reference row's values in the columns of the occluded feature.
     *
     * @param columns the columns of this input that belong to each feature
     */
    Cells occluded(List<Variant> variants, int[][] columns, Cells reference);

    /** A row with one feature occluded, both by index. */
    record Variant(int row, int feature) {

        /**
         * Large enough for the overhead of a run to be negligible; more would only take memory, which wide one-hot rows need a
         * lot of.
         */
        private static final int ROWS_A_RUN = 500;

        /** Variants that are scored in one batch. */
        public static List<List<Variant>> runs(List<Variant> variants) {
            List<List<Variant>> runs = new ArrayList<>();
            for (int start = 0; start < variants.size(); start += ROWS_A_RUN) {
                runs.add(variants.subList(start, Math.min(start + ROWS_A_RUN, variants.size())));
            }
            return runs;
        }
    }
}
