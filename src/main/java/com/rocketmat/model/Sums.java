package com.rocketmat.model;

/** What an estimator adds up for some rows, and for each of them with a feature occluded: some sums each, side by side. */
final class Sums {

    private final int features;
    private final int each;
    private final double[] whole;
    /** By row and feature, what its occlusion adds. */
    private final double[] changes;

    /** @param each how many sums a row has */
    Sums(int rows, int features, int each) {
        this.features = features;
        this.each = each;
        this.whole = new double[rows * each];
        this.changes = new double[rows * features * each];
    }

    /** How many a row has. */
    int each() {
        return each;
    }

    /** By row. */
    double[] whole() {
        return whole;
    }

    /** By row and feature. */
    double[] changes() {
        return changes;
    }

    boolean changed(int row, int feature) {
        int at = (row * features + feature) * each;
        boolean any = false;
        for (int sum = 0; sum < each; sum++) {
            any |= changes[at + sum] != 0;
        }
        return any;
    }

    /** The sums of a row with one feature occluded. */
    void occluded(int row, int feature, double[] without) {
        int at = (row * features + feature) * each;
        for (int sum = 0; sum < each; sum++) {
            without[sum] = whole[row * each + sum] + changes[at + sum];
        }
    }
}
