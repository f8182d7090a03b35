package com.rocketmat.training.fit.rows;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Splits rows by the time of the decision, since a model scores applications that are decided after those it learned from. Of a candidate
 * with rows in several parts, only those in the last part are kept.
 *
 * @param leftOut number of rows in no part, because their candidate is in a later one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Split(int[] train, int[] tune, int[] test, int leftOut) {

    private static final double TUNE_FROM = 0.6;
    private static final double TEST_FROM = 0.8;

    public static Split of(Table table) {
        int rows = table.rows();
        int tune = boundary(table, (int) (rows * TUNE_FROM));
        int test = boundary(table, (int) (rows * TEST_FROM));
        Map<Long, Integer> lastParts = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            lastParts.put(table.key(row).candidate(), part(row, tune, test));
        }
        List<int[]> split = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int part = i;
            split.add(IntStream.range(0, rows)
                    .filter(row -> part(row, tune, test) == part
                            && lastParts.get(table.key(row).candidate()) == part)
                    .toArray());
        }
        int kept = split.stream().mapToInt(part -> part.length).sum();
        return new Split(split.get(0), split.get(1), split.get(2), rows - kept);
    }

    private static int part(int row, int tune, int test) {
        return row < tune ? 0 : row < test ? 1 : 2;
    }

    /** The first row at or after {@code from} that was decided later than the row before it. */
    private static int boundary(Table table, int from) {
        int row = from;
        while (row > 0 && row < table.rows() && decidedAt(table, row).equals(decidedAt(table, row - 1))) {
            row++;
        }
        return row;
    }

    private static Instant decidedAt(Table table, int row) {
        return table.key(row).decided();
    }
}
