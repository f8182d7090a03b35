package com.rocketmat.model;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;

/**
 * Lays an ensemble out as {@link Trees}, each tree from its root on. A node that several lead to is laid out several times, and one
 * that leads back to itself without end, which the limit ends.
 */
final class TreeBuilder {

    private final TreeArrays arrays;
    private final Link link;
    private final int columns;
    private final boolean doubles;
    private final int most;
    /** By the place of a tree's first node and a node's number in the tree. */
    private final int[] places;
    /** By node; -1 for none. */
    private final int[] leaves;

    private int leafCount;
    private int[] nodes = new int[1 << 10];
    private int[] origins = new int[nodes.length / Trees.STRIDE];
    private int used;

    private TreeBuilder(TreeArrays arrays, Link link, int columns, boolean doubles, long most) {
        this.arrays = arrays;
        this.link = link;
        this.columns = columns;
        this.doubles = doubles;
        this.most = (int) Math.min(most / (Trees.STRIDE * Integer.BYTES), 1 << 24);
        this.places = new int[arrays.trees.length];
        this.leaves = new int[arrays.trees.length];
    }

    /**
     * @param reference the keys of the reference row
     * @param features by column
     * @param doubles whether the trees compare doubles
     * @param most bytes that the trees may take
     */
    static Trees trees(TreeArrays arrays, Link link, int[] reference, int[] features, boolean doubles, long most) {
        TreeBuilder builder = new TreeBuilder(arrays, link, reference.length, doubles, most);
        Map<Integer, Integer> starts = arrays.starts();
        int[] roots = builder.layOut(starts);
        float[] weights = builder.weights(starts, roots.length, most);
        return new Trees(
                Arrays.copyOf(builder.nodes, builder.used * Trees.STRIDE),
                roots,
                weights,
                builder.base(),
                reference,
                features);
    }

    private int[] layOut(Map<Integer, Integer> starts) {
        number(starts);
        int[] roots = new int[starts.size()];
        int[] begins =
                starts.values().stream().mapToInt(Integer::intValue).sorted().toArray();
        for (int tree = 0; tree < begins.length; tree++) {
            int end = tree + 1 < begins.length ? begins[tree + 1] : places.length;
            roots[tree] = layOut(begins[tree], end);
        }
        return roots;
    }

    private void number(Map<Integer, Integer> starts) {
        Arrays.fill(places, -1);
        for (int node = 0; node < places.length; node++) {
            leaves[node] = arrays.isLeaf(node) ? leafCount++ : -1;
            int place = place(starts.get(arrays.trees[node]), arrays.ids[node]);
            TreeArrays.check(places[place] < 0);
            places[place] = node;
        }
    }

    private int place(int begin, int id) {
        TreeArrays.check(id >= 0 && id < places.length - begin);
        return begin + id;
    }

    private int layOut(int begin, int end) {
        int root = take(begin);
        for (int slot = root; slot < used; slot++) {
            int node = origins[slot];
            int at = slot * Trees.STRIDE;
            if (leaves[node] >= 0) {
                set(at, 0, leaves[node], Trees.EVERY, at);
            } else {
                boolean not = arrays.modes.get(node).equals("BRANCH_NEQ");
                int yes = take(child(not ? arrays.whenFalse[node] : arrays.whenTrue[node], begin, end));
                take(child(not ? arrays.whenTrue[node] : arrays.whenFalse[node], begin, end));
                branch(at, node, yes * Trees.STRIDE);
            }
        }
        return root * Trees.STRIDE;
    }

    private int child(int id, int begin, int end) {
        int node = places[place(begin, id)];
        TreeArrays.check(node >= begin && node < end);
        return node;
    }

    private int take(int origin) {
        TreeArrays.check(used < most);
        if (used == origins.length) {
            origins = Arrays.copyOf(origins, 2 * used);
            nodes = Arrays.copyOf(nodes, 2 * nodes.length);
        }
        origins[used] = origin;
        return used++;
    }

    private void branch(int at, int node, int yes) {
        float threshold = arrays.thresholds[node];
        int column = arrays.columns[node];
        String mode = arrays.modes.get(node);
        boolean missing = arrays.missingGoesTrue(node);
        TreeArrays.check(!Float.isNaN(threshold) && column >= 0 && column < columns);
        TreeArrays.check(!doubles || mode.equals("BRANCH_LEQ") || mode.equals("BRANCH_GT"));
        int key = TreeKeys.of(threshold);
        int least = missing ? TreeKeys.NAN : TreeKeys.NAN + 1;
        // above all numbers comes, again, NaN
        int most = missing ? TreeKeys.NAN : TreeKeys.NAN - 1;
        switch (mode) {
            case "BRANCH_LEQ" -> range(at, column, least, key, yes);
            case "BRANCH_LT" -> range(at, column, least, key - 1, yes);
            case "BRANCH_GTE" -> range(at, column, key, most, yes);
            case "BRANCH_GT" -> range(at, column, key + 1, most, yes);
            case "BRANCH_EQ" -> {
                TreeArrays.check(!missing);
                range(at, column, key, key, yes);
            }
            case "BRANCH_NEQ" -> range(at, column, key, key, yes);
            default -> throw new IllegalArgumentException("a mode that is not understood");
        }
    }

    private void range(int at, int column, int from, int to, int yes) {
        set(at, column, from, to - from, yes);
    }

    private void set(int at, int column, int from, int span, int next) {
        nodes[at] = column;
        nodes[at + 1] = from;
        nodes[at + 2] = span;
        nodes[at + 3] = next;
    }

    private float[] weights(Map<Integer, Integer> starts, int trees, long most) {
        TreeArrays.check((long) leafCount * Math.max(arrays.classes, Float.BYTES * link.sums()) <= most);
        float[] weights = new float[leafCount * link.sums()];
        BitSet given = new BitSet();
        for (int i = 0; i < arrays.leafTrees.length; i++) {
            TreeArrays.check(starts.containsKey(arrays.leafTrees[i]));
            int node = places[place(starts.get(arrays.leafTrees[i]), arrays.leafIds[i])];
            int of = arrays.leafClasses[i];
            TreeArrays.check(node >= 0 && leaves[node] >= 0 && arrays.trees[node] == arrays.leafTrees[i]);
            int one = leaves[node] * arrays.classes + of;
            TreeArrays.check(of >= 0 && of < arrays.classes && !given.get(one));
            given.set(one);
            int sum = of - link.first();
            if (sum >= 0 && sum < link.sums()) {
                weights[leaves[node] * link.sums() + sum] = arrays.leafWeights[i] / (arrays.average ? trees : 1);
            }
        }
        // the runtime has rules of its own for leaves that say nothing of one of two classes
        int each = arrays.classes == 1 || arrays.hasOneClassOfTwo() ? 1 : 2;
        TreeArrays.check(arrays.classes > 2 || given.cardinality() == each * leafCount);
        return weights;
    }

    private double[] base() {
        double[] base = new double[link.sums()];
        TreeArrays.check(arrays.base.length == 0 || arrays.base.length == arrays.classes || arrays.hasOneClassOfTwo());
        for (int sum = 0; sum < base.length && link.first() + sum < arrays.base.length; sum++) {
            base[sum] = arrays.base[link.first() + sum];
        }
        return base;
    }
}
