package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits how many rows a model scores at once, so that the trial of an upload with the largest batch measures the maximum that
 * any batch takes.
 */
public final class Batch {

    /** As many applications as are read, and scored, at once; trials measure what such a batch takes. */
    static final int ROWS = 50;
    /** Rows times the longest text of each feature, to which a tokenizer fills up every row: 40 resumes of maximum length. */
    static final int CHARACTERS = 4_000_000;

    private Batch() {}

    /** The rows in order, in batches within these limits; a row with more text gets a batch of its own. */
    public static <R extends Map<String, FeatureValue>> List<List<R>> of(List<R> rows) {
        List<List<R>> batches = new ArrayList<>();
        int from = 0;
        Map<String, Long> longest = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            add(longest, rows.get(row));
            if (row > from && (row - from == ROWS || (row - from + 1) * sum(longest) > CHARACTERS)) {
                batches.add(rows.subList(from, row));
                from = row;
                longest.clear();
                add(longest, rows.get(row));
            }
        }
        if (from < rows.size()) {
            batches.add(rows.subList(from, rows.size()));
        }
        return batches;
    }

    private static void add(Map<String, Long> longest, Map<String, FeatureValue> row) {
        row.forEach((feature, value) -> {
            if (value instanceof FeatureValue.Text(String text)) {
                longest.merge(feature, (long) text.length(), Math::max);
            }
        });
    }

    private static long sum(Map<String, Long> longest) {
        return longest.values().stream().mapToLong(length -> length).sum();
    }
}
