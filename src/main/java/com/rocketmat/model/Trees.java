package com.rocketmat.model;

/**
 * Trees laid out for walks, which take most of the time that reasons take. Nothing is chosen by a jump that the processor would have
 * to guess: which child is next is computed.
 */
final class Trees {

    static final int STRIDE = 4;
    /** The span of a leaf: no branch's range is as long. */
    static final int EVERY = -1;

    private static final int HALF = 16;
    private static final long UNSIGNED = 0xFFFFFFFFL;

    /**
     * Four numbers each: the column that a branch looks at and, 16 bits higher, the feature that it comes from; the range of keys that goes to its first child (where that begins and how
     * far it reaches); and where that child is, plus 1 if the reference row's key is not in the range; the second child follows the
     * first. A leaf has its number where a branch has the range's begin, and all keys lead back to it.
     */
    private final int[] nodes;

    private final int[] roots;
    /** Of each leaf, one for each sum. */
    private final float[] weights;

    private final double[] base;

    /**
     * @param nodes as they are laid out, without the 1 for the reference row and the features
     * @param base what is added to each sum
     * @param reference the keys of the reference row
     * @param features by column
     */
    Trees(int[] nodes, int[] roots, float[] weights, double[] base, int[] reference, int[] features) {
        TreeArrays.check(features.length < 1 << HALF);
        this.nodes = nodes;
        this.roots = roots;
        this.weights = weights;
        this.base = base;
        for (int node = 0; node < nodes.length; node += STRIDE) {
            int column = nodes[node];
            nodes[node + 3] += beyond(node, reference[column]);
            nodes[node] |= features[column] << HALF;
        }
    }

    long bytes() {
        return Integer.BYTES * (long) (nodes.length + roots.length) + Float.BYTES * (long) weights.length;
    }

    int sums() {
        return base.length;
    }

    /** Tree by tree, for a tree is in the processor's cache then for all rows. */
    void walk(TreeWalk walk) {
        walk.begin(base);
        for (int root : roots) {
            walk.tree(this, root);
        }
    }

    int column(int node) {
        return nodes[node] & 0xFFFF;
    }

    int feature(int node) {
        return nodes[node] >>> HALF;
    }

    /** The child that a key leads to; from a leaf, the leaf. */
    int next(int node, int key) {
        return (nodes[node + 3] & ~1) + beyond(node, key) * STRIDE;
    }

    /** The child that the reference row's key leads to. */
    int towardsReference(int node) {
        int child = nodes[node + 3];
        return child + (child & 1) * (STRIDE - 1);
    }

    boolean isLeaf(int node) {
        return nodes[node + 3] == node;
    }

    /** 1 if the key is not in a branch's range, else 0. */
    private int beyond(int node, int key) {
        return (int) (((nodes[node + 2] & UNSIGNED) - ((key - nodes[node + 1]) & UNSIGNED)) >>> 63);
    }

    void add(int leaf, double[] to, int at) {
        int from = nodes[leaf + 1] * base.length;
        for (int sum = 0; sum < base.length; sum++) {
            to[at + sum] += weights[from + sum];
        }
    }

    void addDifference(int leaf, int other, double[] to, int at) {
        int from = nodes[leaf + 1] * base.length;
        int less = nodes[other + 1] * base.length;
        for (int sum = 0; sum < base.length; sum++) {
            to[at + sum] += weights[from + sum] - weights[less + sum];
        }
    }
}
