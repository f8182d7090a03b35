package com.rocketmat.model;

import java.util.OptionalInt;

/** An ensemble of trees: see {@link TreeWalk}. */
final class TreeEstimator implements Estimator {

    private final Link link;
    private final Trees trees;
    private final boolean rounded;
    private final int features;
    private final int[] reference;

    TreeEstimator(TreeArrays arrays, EstimatorNode place, Columns columns, OptionalInt column, long most) {
        NumberCells row = columns.reference();
        this.link = link(arrays, column, place.normalized());
        this.features = columns.count();
        columns.limit(link.sums());
        this.rounded = place.rounded();
        this.reference = TreeKeys.of(row, rounded);
        boolean doubles = row.type() == ElementType.DOUBLE && !rounded;
        this.trees = TreeBuilder.trees(arrays, link, reference, columns.places(), doubles, most);
    }

    private static Link link(TreeArrays arrays, OptionalInt column, boolean normalized) {
        Link.Transform transform = Link.Transform.of(arrays.transform);
        TreeArrays.check(column.orElse(0) >= 0 && column.orElse(0) < arrays.classes);
        if (arrays.hasOneClassOfTwo()) {
            return new Link(transform, ofTwo(arrays, transform), 0, 1, normalized);
        }
        TreeArrays.check(arrays.isClassifier() ? arrays.classes > 1 : transform == Link.Transform.NONE);
        TreeArrays.check(!arrays.isClassifier() || arrays.classes > 2 || arrays.base.length == 0);
        boolean one = column.isPresent() && transform != Link.Transform.SOFTMAX && !normalized;
        int first = one ? column.getAsInt() : 0;
        return new Link(transform, Link.Classes.EACH, first, one ? 1 : arrays.classes, normalized);
    }

    /** With weights for one class alone, the runtime takes them for the second's, and makes the first's of them. */
    private static Link.Classes ofTwo(TreeArrays arrays, Link.Transform transform) {
        boolean probabilities = true;
        for (float weight : arrays.leafWeights) {
            probabilities &= !(weight < 0);
        }
        TreeArrays.check(arrays.base.length < 2);
        TreeArrays.check(transform == Link.Transform.NONE || (transform == Link.Transform.LOGISTIC && !probabilities));
        return probabilities ? Link.Classes.COMPLEMENT : Link.Classes.OPPOSITE;
    }

    @Override
    public Sums sums(NumberCells rows) {
        Sums sums = new Sums(rows.rows(), features, link.sums());
        trees.walk(new TreeWalk(TreeKeys.of(rows, rounded), reference, features, sums));
        return sums;
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public long bytes() {
        return trees.bytes();
    }
}
