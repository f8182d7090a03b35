package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Limits how many rows a model scores at once, so that the trial of an upload with the largest batch measures the maximum that
 * any batch takes.
 */
public final class Batch {

    /** As many as a page of Harvest. */
    static final int ROWS = 500;
    /** Rows times the longest row's text, since a tokenizer fills up every row to the longest: 40 resumes of maximum length. */
    static final int CHARACTERS = 4_000_000;

    private Batch() {}

    /** The rows in order, in batches within these limits; a row with more text gets a batch of its own. */
    public static <R extends Map<String, FeatureValue>> List<List<R>> of(List<R> rows) {
        List<List<R>> batches = new ArrayList<>();
        int from = 0;
        long longest = 0;
        for (int row = 0; row < rows.size(); row++) {
            long length = characters(rows.get(row));
            longest = Math.max(longest, length);
            if (row > from && (row - from == ROWS || (row - from + 1) * longest > CHARACTERS)) {
                batches.add(rows.subList(from, row));
                from = row;
                longest = length;
            }
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
