package com.rocketmat.model;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Rows that show whether an ensemble was understood: their values are the thresholds of its branches, or lie next to them, or are
 * missing. The same for the same ensemble.
 */
final class TreeProbes {

    /** Of which each is scored again for each of its features: about as many rows as there are reasons for in one page. */
    private static final int MOST = 100;

    private static final int OCCLUDED = 1000;
    private static final long SEED = 1;

    private TreeProbes() {}

    static NumberCells of(TreeArrays arrays, ElementType type, int columns) {
        int rows = Math.clamp(OCCLUDED / columns, 2, MOST);
        float[][] thresholds = IntStream.range(0, columns)
                .mapToObj(column -> thresholds(arrays, column))
                .toArray(float[][]::new);
        ByteBuffer bytes = NumberCells.buffer(type, rows, columns);
        Random random = new Random(SEED);
        for (int row = 0; row < rows; row++) {
            // a linear model beside the trees has no score for a row that lacks something
            int choices = row % 2 == 0 ? 4 : 3;
            for (float[] some : thresholds) {
                float threshold = some.length == 0 ? row : some[random.nextInt(some.length)];
                put(bytes, type, threshold, random.nextInt(choices));
            }
        }
        return new NumberCells(type, bytes.flip(), columns);
    }

    private static float[] thresholds(TreeArrays arrays, int column) {
        int[] branches = IntStream.range(0, arrays.columns.length)
                .filter(node -> arrays.columns[node] == column && !arrays.isLeaf(node))
                .toArray();
        float[] thresholds = new float[branches.length];
        for (int i = 0; i < branches.length; i++) {
            thresholds[i] = arrays.thresholds[branches[i]];
        }
        Arrays.sort(thresholds);
        return thresholds;
    }

    private static void put(ByteBuffer bytes, ElementType type, float threshold, int choice) {
        float value = switch (choice) {
            case 0 -> threshold;
            case 1 -> Math.nextUp(threshold);
            case 2 -> Math.nextDown(threshold);
            default -> Float.NaN;
        };
        switch (type) {
            case FLOAT -> bytes.putFloat(value);
            case DOUBLE -> bytes.putDouble(choice == 1 ? Math.nextUp((double) threshold) : value);
            case INT64 -> bytes.putLong((long) Math.floor(threshold) + choice - 1);
            case BOOL -> bytes.put((byte) (choice & 1));
            case STRING -> throw new IllegalArgumentException("texts are not compared with thresholds");
        }
    }
}
