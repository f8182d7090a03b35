package com.rocketmat.training.fit.learn;

import com.rocketmat.training.fit.rows.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Encodes a table as numbers, like the exported model: first all numbers, then missing indicators for some of them, then for each
 * categorical feature the rank by frequency, an indicator for each of the most frequent texts, and a missing indicator.
 */
public final class Encoder {

    /** Texts of fewer candidates are merged: they say little, and may identify a person. */
    static final int MIN_CANDIDATES = 5;

    private static final int MAX_CATEGORIES = 200;
    private static final int MAX_INDICATORS = 8;

    private final List<Numbers> numbers = new ArrayList<>();
    private final List<Categories> categories = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();

    /**
     * A numeric feature.
     *
     * @param marked whether it has a missing indicator
     * @param standIn the median, which replaces missing values if they are too rare to learn from; NaN if marked
     */
    public record Numbers(int column, String feature, boolean marked, double standIn) {}

    /**
     * A categorical feature.
     *
     * @param texts the texts with a rank, which starts at 1, most frequent first
     * @param marked whether it has a missing indicator; without one, a missing text counts as the most frequent one
     */
    public record Categories(int column, String feature, List<String> texts, boolean marked) {

        /** The rank of all other texts. */
        public int rareRank() {
            return texts.size() + 1;
        }

        /** Number of texts with an indicator. */
        public int columns() {
            return Math.min(MAX_INDICATORS, texts.size());
        }
    }

    public record Unused(String feature, String why) {}

    private Encoder() {}

    public static Encoder fit(Table table, int[] rows) {
        Encoder encoder = new Encoder();
        for (int column = 0; column < table.columns().size(); column++) {
            encoder.addFeature(table, rows, column);
        }
        return encoder;
    }

    private void addFeature(Table table, int[] rows, int column) {
        String feature = table.columns().get(column).feature();
        int missing = (int)
                Arrays.stream(rows).filter(row -> table.isMissing(column, row)).count();
        boolean marked = missing >= MIN_CANDIDATES;
        if (rows.length - missing < MIN_CANDIDATES) {
            unused.add(new Unused(feature, "has a value in fewer than " + MIN_CANDIDATES + " rows"));
        } else if (!table.columns().get(column).type().isCategory()) {
            double[] present = table.sorted(column, rows);
            if (marked || present[0] < present[present.length - 1]) {
                numbers.add(new Numbers(column, feature, marked, marked ? Double.NaN : present[present.length / 2]));
            } else {
                unused.add(new Unused(feature, "has the same value in all rows that the model learned from"));
            }
        } else {
            List<String> texts = frequent(table, rows, column);
            if (texts.isEmpty() && !marked) {
                unused.add(new Unused(feature, "has no text that occurs with " + MIN_CANDIDATES + " candidates"));
            } else if (texts.size() > 1 || marked || hasRare(table, rows, column, texts.getFirst())) {
                categories.add(new Categories(column, feature, texts, marked));
            } else {
                unused.add(new Unused(feature, "has the same text in all rows that the model learned from"));
            }
        }
    }

    public List<Numbers> numbers() {
        return List.copyOf(numbers);
    }

    public List<Categories> categories() {
        return List.copyOf(categories);
    }

    public List<Unused> unused() {
        return List.copyOf(unused);
    }

    /** The features in use, in the order of the model's inputs. */
    public List<String> features() {
        List<String> features = new ArrayList<>();
        numbers.forEach(feature -> features.add(feature.feature()));
        categories.forEach(feature -> features.add(feature.feature()));
        return features;
    }

    /** The encoded columns of each of {@link #features}. */
    public List<int[]> encodedColumns() {
        List<int[]> columns = new ArrayList<>();
        int next = numbers.size();
        for (int i = 0; i < numbers.size(); i++) {
            columns.add(numbers.get(i).marked() ? new int[] {i, next++} : new int[] {i});
        }
        for (Categories feature : categories) {
            columns.add(IntStream.range(next, next + width(feature)).toArray());
            next += width(feature);
        }
        return columns;
    }

    public int width() {
        return numbers.size()
                + (int) numbers.stream().filter(Numbers::marked).count()
                + categories.stream().mapToInt(Encoder::width).sum();
    }

    private static int width(Categories feature) {
        return 1 + feature.columns() + (feature.marked() ? 1 : 0);
    }

    public Matrix encode(Table table, int[] rows) {
        int width = width();
        float[] values = new float[rows.length * width];
        int column = 0;
        for (Numbers feature : numbers) {
            fill(values, width, column++, rows, row -> {
                double value = table.number(feature.column(), row);
                return (float) (Double.isNaN(value) ? feature.standIn() : value);
            });
        }
        for (Numbers feature : numbers) {
            if (feature.marked()) {
                fill(values, width, column++, rows, row -> table.isMissing(feature.column(), row) ? 1 : 0);
            }
        }
        for (Categories feature : categories) {
            int[] ranks = ranks(table.texts(feature.column()), feature.texts());
            Cell rank = row -> {
                int code = table.code(feature.column(), row);
                if (code == Table.MISSING) {
                    return feature.marked() ? Float.NaN : 1;
                }
                return code < 0 ? feature.rareRank() : ranks[code];
            };
            fill(values, width, column++, rows, rank);
            for (int i = 1; i <= feature.columns(); i++) {
                int indicatedRank = i;
                fill(values, width, column++, rows, row -> rank.of(row) == indicatedRank ? 1 : 0);
            }
            if (feature.marked()) {
                fill(values, width, column++, rows, row -> Float.isNaN(rank.of(row)) ? 1 : 0);
            }
        }
        return new Matrix(values, width);
    }

    private interface Cell {
        float of(int row);
    }

    private static void fill(float[] values, int width, int column, int[] rows, Cell cell) {
        for (int i = 0; i < rows.length; i++) {
            values[i * width + column] = cell.of(rows[i]);
        }
    }

    private static int[] ranks(List<String> texts, List<String> ranked) {
        Map<String, Integer> ranks = new HashMap<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            ranks.put(ranked.get(rank), rank + 1);
        }
        return texts.stream()
                .mapToInt(text -> ranks.getOrDefault(text, ranked.size() + 1))
                .toArray();
    }

    private static boolean hasRare(Table table, int[] rows, int column, String text) {
        int frequent = table.texts(column).indexOf(text);
        return Arrays.stream(rows)
                .map(row -> table.code(column, row))
                .anyMatch(code -> code != frequent && code != Table.MISSING);
    }

    /** Most frequent first, then alphabetically, which is the table's order. */
    private static List<String> frequent(Table table, int[] rows, int column) {
        List<Set<Long>> candidates = new ArrayList<>();
        int[] counts = new int[table.texts(column).size()];
        table.texts(column).forEach(_ -> candidates.add(new HashSet<>()));
        for (int row : rows) {
            int code = table.code(column, row);
            if (code >= 0) {
                counts[code]++;
                if (candidates.get(code).size() < MIN_CANDIDATES) {
                    candidates.get(code).add(table.key(row).candidate());
                }
            }
        }
        List<Integer> frequent = new ArrayList<>();
        for (int code = 0; code < counts.length; code++) {
            if (candidates.get(code).size() == MIN_CANDIDATES) {
                frequent.add(code);
            }
        }
        return frequent.stream()
                .sorted(Comparator.comparingInt(code -> -counts[code]))
                .limit(MAX_CATEGORIES)
                .map(table.texts(column)::get)
                .toList();
    }
}
