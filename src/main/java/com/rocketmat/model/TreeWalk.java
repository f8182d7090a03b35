package com.rocketmat.model;

import java.util.Arrays;

/**
 * The walks of some rows through trees, and of each row with a feature occluded. An occluded row takes the row's own path up to the
 * first branch on the feature that the reference row leaves the other way: there its detour begins. A feature without such a branch
 * changes nothing.
 */
final class TreeWalk {

    private final int columns;
    private final int features;
    private final int each;
    private final Sums sums;
    /** Row by row, the reference row behind them. */
    private final int[] keys;

    private final int reference;
    /** By row, in the tree at hand. */
    private final int[] leaves;
    /** By row and feature, the last tree in which a detour began. */
    private final int[] lastDetour;

    private final int[] detourRows;
    private final int[] detourFeatures;
    private final int[] detourNodes;
    private int detours;
    private int tree;

    /**
     * @param keys row by row
     * @param reference the keys of the reference row
     * @param features how many there are
     * @param sums what leaves are added to
     */
    TreeWalk(int[] keys, int[] reference, int features, Sums sums) {
        this.columns = reference.length;
        this.features = features;
        this.sums = sums;
        this.each = sums.each();
        this.keys = Arrays.copyOf(keys, keys.length + columns);
        this.reference = keys.length;
        System.arraycopy(reference, 0, this.keys, this.reference, columns);
        int rows = keys.length / columns;
        int cells = rows * features;
        this.leaves = new int[rows];
        this.lastDetour = new int[cells];
        // one more, which is written to before it is known whether it is one
        this.detourRows = new int[cells + 1];
        this.detourFeatures = new int[cells + 1];
        this.detourNodes = new int[cells + 1];
    }

    void begin(double[] base) {
        double[] whole = sums.whole();
        for (int i = 0; i < whole.length; i++) {
            whole[i] = base[i % each];
        }
    }

    void tree(Trees trees, int root) {
        tree++;
        detours = 0;
        int row = 0;
        for (; row + 4 <= leaves.length; row += 4) {
            fourPaths(trees, root, row);
        }
        for (; row < leaves.length; row++) {
            path(trees, root, row);
        }
        for (int one = 0; one < leaves.length; one++) {
            trees.add(leaves[one], sums.whole(), one * each);
        }
        int detour = 0;
        for (; detour + 4 <= detours; detour += 4) {
            fourDetours(trees, detour);
        }
        for (; detour < detours; detour++) {
            detour(trees, detour);
        }
    }

    /** Side by side, since each step waits for the memory that the one before it asked for. */
    private void fourPaths(Trees trees, int root, int row) {
        int atA = row * columns;
        int atB = atA + columns;
        int atC = atB + columns;
        int atD = atC + columns;
        int a = root;
        int b = root;
        int c = root;
        int d = root;
        int found = detours;
        int moved;
        do {
            int nextA = trees.next(a, keys[atA + trees.column(a)]);
            int nextB = trees.next(b, keys[atB + trees.column(b)]);
            int nextC = trees.next(c, keys[atC + trees.column(c)]);
            int nextD = trees.next(d, keys[atD + trees.column(d)]);
            found = note(trees, row, a, nextA, found);
            found = note(trees, row + 1, b, nextB, found);
            found = note(trees, row + 2, c, nextC, found);
            found = note(trees, row + 3, d, nextD, found);
            moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        } while (moved != 0);
        leaves[row] = a;
        leaves[row + 1] = b;
        leaves[row + 2] = c;
        leaves[row + 3] = d;
        detours = found;
    }

    private void path(Trees trees, int root, int row) {
        int at = row * columns;
        int node = root;
        while (!trees.isLeaf(node)) {
            int next = trees.next(node, keys[at + trees.column(node)]);
            detours = note(trees, row, node, next, detours);
            node = next;
        }
        leaves[row] = node;
    }

    /** Where a path comes to a branch: how many detours there are now. */
    private int note(Trees trees, int row, int node, int next, int found) {
        int feature = trees.feature(node);
        int cell = row * features + feature;
        int other = trees.towardsReference(node);
        int last = lastDetour[cell];
        detourRows[found] = row;
        detourFeatures[found] = feature;
        detourNodes[found] = other;
        // 1 if it is one, and the feature's first in this tree
        int one = Math.abs(next - other) / Trees.STRIDE * ((last - tree) >>> 31);
        lastDetour[cell] = Math.max(last, one * tree);
        return found + one;
    }

    /** Likewise. */
    private void fourDetours(Trees trees, int detour) {
        int featureA = detourFeatures[detour];
        int featureB = detourFeatures[detour + 1];
        int featureC = detourFeatures[detour + 2];
        int featureD = detourFeatures[detour + 3];
        int atA = detourRows[detour] * columns;
        int atB = detourRows[detour + 1] * columns;
        int atC = detourRows[detour + 2] * columns;
        int atD = detourRows[detour + 3] * columns;
        int a = detourNodes[detour];
        int b = detourNodes[detour + 1];
        int c = detourNodes[detour + 2];
        int d = detourNodes[detour + 3];
        int moved;
        do {
            int nextA = next(trees, a, atA, featureA);
            int nextB = next(trees, b, atB, featureB);
            int nextC = next(trees, c, atC, featureC);
            int nextD = next(trees, d, atD, featureD);
            moved = (nextA ^ a) | (nextB ^ b) | (nextC ^ c) | (nextD ^ d);
            a = nextA;
            b = nextB;
            c = nextC;
            d = nextD;
        } while (moved != 0);
        add(trees, detour, a);
        add(trees, detour + 1, b);
        add(trees, detour + 2, c);
        add(trees, detour + 3, d);
    }

    private void detour(Trees trees, int detour) {
        int at = detourRows[detour] * columns;
        int node = detourNodes[detour];
        while (!trees.isLeaf(node)) {
            node = next(trees, node, at, detourFeatures[detour]);
        }
        add(trees, detour, node);
    }

    private int next(Trees trees, int node, int at, int occluded) {
        int from = trees.feature(node) == occluded ? reference : at;
        return trees.next(node, keys[from + trees.column(node)]);
    }

    private void add(Trees trees, int detour, int leaf) {
        int row = detourRows[detour];
        int cell = row * features + detourFeatures[detour];
        trees.addDifference(leaf, leaves[row], sums.changes(), cell * each);
    }
}
