package com.rocketmat.training.fit.rows;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Rows by column, sorted by the time of the decision, so that the order of reading does not matter. */
public final class Table {

    public static final int MISSING = TrainingRows.MISSING;

    private final List<TrainingColumn> columns;
    private final List<TrainingRows.Key> keys;
    /** By column and row; null for a categorical column. */
    private final double[][] numbers;
    /** By column and row; null for a numeric column. */
    private final int[][] codes;
    /** The texts behind the codes, sorted. */
    private final List<List<String>> texts;

    private Table(
            List<TrainingColumn> columns,
            List<TrainingRows.Key> keys,
            double[][] numbers,
            int[][] codes,
            List<List<String>> texts) {
        this.columns = columns;
        this.keys = keys;
        this.numbers = numbers;
        this.codes = codes;
        this.texts = texts;
    }

    public static Table of(TrainingRows rows) {
        try {
            return new Reader(rows).table();
        } catch (IOException e) {
            throw new IllegalArgumentException("not rows of a training", e);
        }
    }

    public List<TrainingColumn> columns() {
        return columns;
    }

    public int rows() {
        return keys.size();
    }

    public TrainingRows.Key key(int row) {
        return keys.get(row);
    }

    public boolean positive(int row) {
        return keys.get(row).positive();
    }

    public boolean[] positives(int[] rows) {
        boolean[] positives = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positives[i] = positive(rows[i]);
        }
        return positives;
    }

    /** NaN if missing. */
    public double number(int column, int row) {
        return numbers[column][row];
    }

    /** The present numbers of these rows, ascending. */
    public double[] sorted(int column, int[] rows) {
        return Arrays.stream(rows)
                .mapToDouble(row -> number(column, row))
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
    }

    /** An index in {@link #texts}, {@link #MISSING}, or another negative number for a text that is not a category. */
    public int code(int column, int row) {
        return codes[column][row];
    }

    public List<String> texts(int column) {
        return texts.get(column);
    }

    public boolean isMissing(int column, int row) {
        return numbers[column] == null ? codes[column][row] == MISSING : Double.isNaN(numbers[column][row]);
    }

    /** Reads the parts, then sorts rows and texts. */
    private static final class Reader {

        private final List<TrainingColumn> columns;
        private final List<TrainingRows.Key> keys = new ArrayList<>();
        private final double[][] numbers;
        private final int[][] codes;
        private final List<Map<String, Integer>> codesByText = new ArrayList<>();

        Reader(TrainingRows rows) throws IOException {
            columns = rows.columns();
            numbers = new double[columns.size()][];
            codes = new int[columns.size()][];
            for (int column = 0; column < columns.size(); column++) {
                codesByText.add(new HashMap<>());
                if (isNumber(column)) {
                    numbers[column] = new double[rows.size()];
                } else {
                    codes[column] = new int[rows.size()];
                }
            }
            for (byte[] part : rows.parts()) {
                TrainingRows.read(part, columns, this::add);
            }
        }

        private boolean isNumber(int column) {
            return !columns.get(column).type().isCategory();
        }

        private void add(TrainingRows.Key key, double[] rowNumbers, String[] rowTexts) {
            int row = keys.size();
            keys.add(key);
            for (int column = 0; column < columns.size(); column++) {
                if (isNumber(column)) {
                    numbers[column][row] = rowNumbers[column];
                } else {
                    codes[column][row] = code(codesByText.get(column), rowTexts[column]);
                }
            }
        }

        private static int code(Map<String, Integer> codesByText, String text) {
            if (text == null) {
                return TrainingRows.NO_CATEGORY;
            }
            return text.isEmpty() ? MISSING : codesByText.computeIfAbsent(text, _ -> codesByText.size());
        }

        Table table() {
            int[] order = IntStream.range(0, keys.size())
                    .boxed()
                    .sorted(Comparator.<Integer, Instant>comparing(
                                    row -> keys.get(row).decided())
                            .thenComparingLong(row -> keys.get(row).application()))
                    .mapToInt(Integer::intValue)
                    .toArray();
            List<List<String>> texts = new ArrayList<>();
            for (int column = 0; column < columns.size(); column++) {
                List<String> sorted =
                        codesByText.get(column).keySet().stream().sorted().toList();
                texts.add(sorted);
                if (isNumber(column)) {
                    double[] unsorted = numbers[column];
                    numbers[column] = Arrays.stream(order)
                            .mapToDouble(row -> unsorted[row])
                            .toArray();
                } else {
                    int[] unsorted = codes[column];
                    int[] places = places(sorted, codesByText.get(column));
                    codes[column] = Arrays.stream(order)
                            .map(row -> unsorted[row] < 0 ? unsorted[row] : places[unsorted[row]])
                            .toArray();
                }
            }
            List<TrainingRows.Key> sorted =
                    Arrays.stream(order).mapToObj(keys::get).toList();
            return new Table(columns, sorted, numbers, codes, texts);
        }

        private static int[] places(List<String> sorted, Map<String, Integer> codes) {
            int[] places = new int[sorted.size()];
            for (int place = 0; place < places.length; place++) {
                places[codes.get(sorted.get(place))] = place;
            }
            return places;
        }
    }
}
