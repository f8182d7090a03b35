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
        int row = 0;
        for (; row + 4 <= leaves.length; row += 4) {
            fourPaths(trees, root, row);
        }
        for (; row < leaves.length; row++) {
            path(trees, root, row);
        }
        for (int each = 0; each < leaves.length; each++) {
            trees.add(leaves[each], whole, each * sums);
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
        int atA = row * features;
        int atB = atA + features;
        int atC = atB + features;
        int atD = atC + features;
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
            found = note(trees, row, atA, a, nextA, found);
            found = note(trees, row + 1, atB, b, nextB, found);
            found = note(trees, row + 2, atC, c, nextC, found);
            found = note(trees, row + 3, atD, d, nextD, found);
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
        int at = row * features;
        int node = root;
        while (!trees.isLeaf(node)) {
            int next = trees.next(node, keys[at + trees.column(node)]);
            detours = note(trees, row, at, node, next, detours);
            node = next;
        }
        leaves[row] = node;
    }

    /** Where a path comes to a branch: how many detours there are now. */
    private int note(Trees trees, int row, int at, int node, int next, int found) {
        int column = trees.column(node);
        int other = trees.towardsReference(node);
        int last = lastDetour[at + column];
        detourRows[found] = row;
        detourColumns[found] = column;
        detourNodes[found] = other;
        // 1 if it is one, and the feature's first in this tree
        int one = Math.abs(next - other) / Trees.STRIDE * ((last - tree) >>> 31);
        lastDetour[at + column] = Math.max(last, one * tree);
        return found + one;
    }

    /** Likewise. */
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
        int keyA = reference[columnA];
        int keyB = reference[columnB];
        int keyC = reference[columnC];
        int keyD = reference[columnD];
        int moved;
        do {
            int nextA = next(trees, a, atA, columnA, keyA);
            int nextB = next(trees, b, atB, columnB, keyB);
            int nextC = next(trees, c, atC, columnC, keyC);
            int nextD = next(trees, d, atD, columnD, keyD);
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
        int occluded = detourColumns[detour];
        while (!trees.isLeaf(node)) {
            node = next(trees, node, at, occluded, reference[occluded]);
        }
        add(trees, detour, node);
    }

    private int next(Trees trees, int node, int at, int occluded, int instead) {
        int column = trees.column(node);
        return trees.next(node, column == occluded ? instead : keys[at + column]);
    }

    private void add(Trees trees, int detour, int leaf) {
        int row = detourRows[detour];
        int cell = row * features + detourColumns[detour];
        trees.addDifference(leaf, leaves[row], changes, cell * sums);
    }
}
