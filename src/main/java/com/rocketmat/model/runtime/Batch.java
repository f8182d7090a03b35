package com.rocketmat.model.runtime;

import com.rocketmat.feature.FeatureValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Limits the rows that a model scores at once, so that an upload's trial with the largest batch measures the most that any batch
 * costs.
 */
public final class Batch {

    /** The applications that are read and scored together. */
    static final int MAX_ROWS = 50;
    /** Rows times the longest text of each feature, since a tokenizer pads every row to it: 40 resumes of maximum length. */
    static final int MAX_CHARACTERS = 4_000_000;

    private Batch() {}

    /** Splits the rows, in their order, into batches within the limits; a row with more text becomes a batch of its own. */
    public static List<List<Map<String, FeatureValue>>> of(List<Map<String, FeatureValue>> rows) {
        List<List<Map<String, FeatureValue>>> batches = new ArrayList<>();
        int from = 0;
        Map<String, Long> longest = new HashMap<>();
        for (int row = 0; row < rows.size(); row++) {
            mergeLongest(longest, rows.get(row));
            if (row > from && (row - from == MAX_ROWS || (row - from + 1) * total(longest) > MAX_CHARACTERS)) {
                batches.add(rows.subList(from, row));
                from = row;
                longest.clear();
                mergeLongest(longest, rows.get(row));
            }
        }
        if (from < rows.size()) {
            batches.add(rows.subList(from, rows.size()));
        }
        return batches;
    }

    private static void mergeLongest(Map<String, Long> longest, Map<String, FeatureValue> row) {
        row.forEach((feature, value) -> {
            if (value instanceof FeatureValue.Text(String text)) {
                longest.merge(feature, (long) text.length(), Math::max);
            }
        });
    }

    private static long total(Map<String, Long> longest) {
        return longest.values().stream().mapToLong(length -> length).sum();
    }
}
