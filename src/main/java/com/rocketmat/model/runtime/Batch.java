package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many rows go through a model at once. What the trial of an upload takes for the largest batch is then what any batch takes: so many rows,
 * or fewer with so much text.
 */
public final class Batch {

    /** As many as a page of Harvest has. */
    static final int ROWS = 500;
    /** Of all texts of a batch: 40 resumes of the longest kind. */
    static final int CHARACTERS = 4_000_000;

    private Batch() {}

    /** The rows in their order, in batches that are not larger than that; a row with more text is one by itself. */
    public static <R extends Map<String, FeatureValue>> List<List<R>> of(List<R> rows) {
        List<List<R>> batches = new ArrayList<>();
        int from = 0;
        long characters = 0;
        for (int row = 0; row < rows.size(); row++) {
            long more = characters(rows.get(row));
            if (row > from && (row - from == ROWS || characters + more > CHARACTERS)) {
                batches.add(rows.subList(from, row));
                from = row;
                characters = 0;
            }
            characters += more;
        }
        if (from < rows.size()) {
            batches.add(rows.subList(from, rows.size()));
        }
        return batches;
    }

    private static long characters(Map<String, FeatureValue> row) {
        long characters = 0;
        for (FeatureValue value : row.values()) {
            characters += value instanceof FeatureValue.Text(String text) ? text.length() : 0;
        }
        return characters;
    }
}
