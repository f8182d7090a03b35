package com.rocketmat.training.fit.learn;

import com.rocketmat.training.fit.rows.Table;
import com.rocketmat.training.fit.rows.TrainingColumn;
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
 * Turns a table into numbers, as the exported model does. All numbers come first, then for some of them whether they are missing,
 * then each category: its rank by frequency, whether it is one of the most frequent ones, and whether it is missing.
 */
public final class Encoder {

    /** A text of fewer candidates than that is merged with the other rare ones: it says little, and it may identify a person. */
    static final int FEWEST_CANDIDATES = 5;

    private static final int MOST_CATEGORIES = 200;
    private static final int MOST_COLUMNS = 8;

    private final List<Numbers> numbers = new ArrayList<>();
    private final List<Categories> categories = new ArrayList<>();
    private final List<Unused> unused = new ArrayList<>();

    /**
     * A number as it is.
     *
     * @param marked whether a column says if it is missing
     * @param standIn for a missing value where these are too rare to learn from: the median; NaN if marked
     */
    public record Numbers(int column, String feature, boolean marked, double standIn) {}

    /**
     * Texts by their frequency.
     *
     * @param texts that have a rank, from 1 on, by frequency
     * @param marked whether a column says if it is missing; if not, a missing text counts as the most frequent one
     */
    public record Categories(int column, String feature, List<String> texts, boolean marked) {

        /** Of a text without a rank. */
        public int rare() {
            return texts.size() + 1;
        }

        /** Number of texts with a column of their own. */
        public int columns() {
            return Math.min(MOST_COLUMNS, texts.size());
        }
    }

    public record Unused(String feature, String why) {}

    private Encoder() {}

    public static Encoder fit(Table table, int[] rows) {
        Encoder encoder = new Encoder();
        for (int column = 0; column < table.columns().size(); column++) {
            encoder.learn(table, rows, column);
        }
        return encoder;
    }

    private void learn(Table table, int[] rows, int column) {
        String feature = table.columns().get(column).feature();
        int missing = (int)
                Arrays.stream(rows).filter(row -> table.isMissing(column, row)).count();
        boolean marked = missing >= FEWEST_CANDIDATES;
        if (rows.length - missing < FEWEST_CANDIDATES) {
            unused.add(new Unused(feature, "has a value in fewer than " + FEWEST_CANDIDATES + " rows"));
        } else if (table.columns().get(column).type() == TrainingColumn.Type.NUMBER) {
            double[] present = table.sorted(column, rows);
            if (marked || present[0] < present[present.length - 1]) {
                numbers.add(new Numbers(column, feature, marked, marked ? Double.NaN : present[present.length / 2]));
            } else {
                unused.add(new Unused(feature, "has the same value in all rows that the model learned from"));
            }
        } else {
            List<String> texts = frequent(table, rows, column);
            if (texts.isEmpty() && !marked) {
                unused.add(new Unused(feature, "has no text that occurs with " + FEWEST_CANDIDATES + " candidates"));
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
        numbers.forEach(each -> features.add(each.feature()));
        categories.forEach(each -> features.add(each.feature()));
        return features;
    }

    /** The encoded columns of each of {@link #features}. */
    public List<int[]> places() {
        List<int[]> places = new ArrayList<>();
        int mark = numbers.size();
        for (int i = 0; i < numbers.size(); i++) {
            places.add(numbers.get(i).marked() ? new int[] {i, mark++} : new int[] {i});
        }
        for (Categories each : categories) {
            places.add(IntStream.range(mark, mark + width(each)).toArray());
            mark += width(each);
        }
        return places;
    }

    public int width() {
        return numbers.size()
                + (int) numbers.stream().filter(Numbers::marked).count()
                + categories.stream().mapToInt(Encoder::width).sum();
    }

    private static int width(Categories each) {
        return 1 + each.columns() + (each.marked() ? 1 : 0);
    }

    public Matrix encode(Table table, int[] rows) {
        int width = width();
        float[] values = new float[rows.length * width];
        int at = 0;
        for (Numbers each : numbers) {
            fill(values, width, at++, rows, row -> {
                double value = table.number(each.column(), row);
                return (float) (Double.isNaN(value) ? each.standIn() : value);
            });
        }
        for (Numbers each : numbers) {
            if (each.marked()) {
                fill(values, width, at++, rows, row -> table.isMissing(each.column(), row) ? 1 : 0);
            }
        }
        for (Categories each : categories) {
            int[] ranks = ranks(table.texts(each.column()), each.texts());
            Cell rank = row -> {
                int code = table.code(each.column(), row);
                if (code == Table.MISSING) {
                    return each.marked() ? Float.NaN : 1;
                }
                return code < 0 ? each.rare() : ranks[code];
            };
            fill(values, width, at++, rows, rank);
            for (int one = 1; one <= each.columns(); one++) {
                int wanted = one;
                fill(values, width, at++, rows, row -> rank.of(row) == wanted ? 1 : 0);
            }
            if (each.marked()) {
                fill(values, width, at++, rows, row -> Float.isNaN(rank.of(row)) ? 1 : 0);
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
        Map<String, Integer> places = new HashMap<>();
        for (int rank = 0; rank < ranked.size(); rank++) {
            places.put(ranked.get(rank), rank + 1);
        }
        return texts.stream()
                .mapToInt(text -> places.getOrDefault(text, ranked.size() + 1))
                .toArray();
    }

    private static boolean hasRare(Table table, int[] rows, int column, String text) {
        int only = table.texts(column).indexOf(text);
        return Arrays.stream(rows)
                .map(row -> table.code(column, row))
                .anyMatch(code -> code != only && code != Table.MISSING);
    }

    /** Most frequent first, then by the alphabet, in which the table has them. */
    private static List<String> frequent(Table table, int[] rows, int column) {
        List<Set<Long>> candidates = new ArrayList<>();
        int[] counts = new int[table.texts(column).size()];
        table.texts(column).forEach(_ -> candidates.add(new HashSet<>()));
        for (int row : rows) {
            int code = table.code(column, row);
            if (code >= 0) {
                counts[code]++;
                if (candidates.get(code).size() < FEWEST_CANDIDATES) {
                    candidates.get(code).add(table.key(row).candidate());
                }
            }
        }
        List<Integer> frequent = new ArrayList<>();
        for (int code = 0; code < counts.length; code++) {
            if (candidates.get(code).size() == FEWEST_CANDIDATES) {
                frequent.add(code);
            }
        }
        return frequent.stream()
                .sorted(Comparator.comparingInt(code -> -counts[code]))
                .limit(MOST_CATEGORIES)
                .map(table.texts(column)::get)
                .toList();
    }
}
