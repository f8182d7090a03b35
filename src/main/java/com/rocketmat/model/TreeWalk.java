package com.rocketmat.model;

/**
 * The walks of some rows through trees, and of each row with a feature occluded. An occluded row takes the row's own path up to the
 * first branch on the feature that the reference row leaves the other way: there its detour begins. A feature without such a branch
 * changes nothing.
 */
final class TreeWalk {

    private final int features;
    private final int sums;
    private final int[] keys;
    private final int[] reference;
    private final double[] whole;
    /** By row and feature, what its occlusion adds to the sums. */
    private final double[] changes;
    /** By row, in the tree at hand. */
    private final int[] leaves;
    /** By row and feature, the last tree in which a detour began. */
    private final int[] lastDetour;

    private final int[] detourRows;
    private final int[] detourColumns;
    private final int[] detourNodes;
    private int detours;
    private int tree;

    /**
     * @param keys row by row
     * @param reference the keys of the reference row
     * @param sums how many each leaf adds to
     */
    TreeWalk(int[] keys, int[] reference, int sums) {
        this.features = reference.length;
        this.sums = sums;
        this.keys = keys;
        this.reference = reference;
        int rows = keys.length / features;
        this.whole = new double[rows * sums];
        this.changes = new double[keys.length * sums];
        this.leaves = new int[rows];
        this.lastDetour = new int[keys.length];
        // one more, which is written to before it is known whether it is one
        this.detourRows = new int[keys.length + 1];
        this.detourColumns = new int[keys.length + 1];
        this.detourNodes = new int[keys.length + 1];
    }

    /** The sums of each row. */
    double[] whole() {
        return whole;
    }

    /**
     * The sums of a row with one feature occluded.
     *
     * @return whether any is another than the row's own
     */
    boolean occluded(int row, int feature, double[] without) {
        int at = (row * features + feature) * sums;
        boolean changed = false;
        for (int sum = 0; sum < sums; sum++) {
            changed |= changes[at + sum] != 0;
            without[sum] = whole[row * sums + sum] + changes[at + sum];
        }
        return changed;
    }

    void begin(double[] base) {
        for (int i = 0; i < whole.length; i++) {
            whole[i] = base[i % sums];
        }
    }

    void tree(Trees trees, int root) {
        tree++;
        detours = 0;
        for (int row = 0; row < leaves.length; row++) {
            path(trees, root, row);
            for (int sum = 0; sum < sums; sum++) {
                whole[row * sums + sum] += trees.weight(leaves[row], sum);
            }
        }
        int detour = 0;
        for (; detour + 4 <= detours; detour += 4) {
            fourDetours(trees, detour);
        }
        for (; detour < detours; detour++) {
            detour(trees, detour);
        }
    }

    private void path(Trees trees, int root, int row) {
        int at = row * features;
        int node = root;
        int found = detours;
        while (!trees.isLeaf(node)) {
            int column = trees.column(node);
            int next = trees.next(node, keys[at + column]);
            int other = trees.next(node, reference[column]);
            int last = lastDetour[at + column];
            detourRows[found] = row;
            detourColumns[found] = column;
            detourNodes[found] = other;
            // 1 if it is one, and the feature's first in this tree
            int one = Math.abs(next - other) / Trees.STRIDE * ((last - tree) >>> 31);
            lastDetour[at + column] = Math.max(last, one * tree);
            found += one;
            node = next;
        }
        leaves[row] = node;
        detours = found;
    }

    /** Side by side, since each step waits for the memory that the one before it asked for. */
    private void fourDetours(Trees trees, int detour) {
        int columnA = detourColumns[detour];
        int columnB = detourColumns[detour + 1];
        int columnC = detourColumns[detour + 2];
        int columnD = detourColumns[detour + 3];
        int atA = detourRows[detour] * features;
        int atB = detourRows[detour + 1] * features;
        int atC = detourRows[detour + 2] * features;
        int atD = detourRows[detour + 3] * features;
        int a = detourNodes[detour];
        int b = detourNodes[detour + 1];
        int c = detourNodes[detour + 2];
        int d = detourNodes[detour + 3];
        int moved;
        do {
            int nextA = next(trees, a, atA, columnA);
            int nextB = next(trees, b, atB, columnB);
            int nextC = next(trees, c, atC, columnC);
            int nextD = next(trees, d, atD, columnD);
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
        int at = detourRows[detour] * features;
        int node = detourNodes[detour];
        while (!trees.isLeaf(node)) {
            node = next(trees, node, at, detourColumns[detour]);
        }
        add(trees, detour, node);
    }

    private int next(Trees trees, int node, int at, int occluded) {
        int column = trees.column(node);
        return trees.next(node, column == occluded ? reference[column] : keys[at + column]);
    }

    private void add(Trees trees, int detour, int leaf) {
        int row = detourRows[detour];
        int cell = row * features + detourColumns[detour];
        for (int sum = 0; sum < sums; sum++) {
            changes[cell * sums + sum] += trees.weight(leaf, sum) - trees.weight(leaves[row], sum);
        }
    }
}
