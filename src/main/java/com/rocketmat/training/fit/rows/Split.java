package com.rocketmat.training.fit.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows of a table in three parts by the time of the decision, so that a model is tested as it is used: on decisions that were made
 * after those it learned from. A candidate with rows in several parts stays in the last of them; the other rows are left out.
 *
 * @param leftOut number of rows that are in no part, because their candidate is in a later one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Split(int[] train, int[] tune, int[] test, int leftOut) {

    private static final double TUNE_FROM = 0.6;
    private static final double TEST_FROM = 0.8;

    public static Split of(Table table) {
        int rows = table.rows();
        int tune = begin(table, (int) (rows * TUNE_FROM));
        int test = begin(table, (int) (rows * TEST_FROM));
        Map<Long, Integer> parts = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            parts.put(table.key(row).candidate(), part(row, tune, test));
        }
        List<int[]> split = new ArrayList<>();
        for (int each = 0; each < 3; each++) {
            int part = each;
            split.add(IntStream.range(0, rows)
                    .filter(row -> part(row, tune, test) == part
                            && parts.get(table.key(row).candidate()) == part)
                    .toArray());
        }
        int kept = split.stream().mapToInt(part -> part.length).sum();
        return new Split(split.get(0), split.get(1), split.get(2), rows - kept);
    }

    private static int part(int row, int tune, int test) {
        return row < tune ? 0 : row < test ? 1 : 2;
    }

    /** The first row from here on that was decided later than the one before it. */
    private static int begin(Table table, int from) {
        int row = from;
        while (row > 0 && row < table.rows() && at(table, row).equals(at(table, row - 1))) {
            row++;
        }
        return row;
    }

    private static Instant at(Table table, int row) {
        return table.key(row).decided();
    }
}
