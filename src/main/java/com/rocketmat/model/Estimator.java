package com.rocketmat.model;

import java.util.List;
import java.util.OptionalInt;

/**
 * A node whose output is a function of sums over what it reads: a matrix whose columns come from features.
 *
 * <p>It is built from a stranger's file: what is not understood is an {@link IllegalArgumentException}.
 */
sealed interface Estimator permits LinearEstimator, TreeEstimator {

    /**
     * What a matrix has in its columns.
     *
     * @param features which one each column comes from
     * @param count how many there are
     * @param reference the reference row
     */
    record Columns(List<Integer> features, int count, NumberCells reference) {

        /** For the numbers of one page: 16 MB at most. */
        private static final int MOST = 1 << 12;

        /**
         * That occlusion does not take more memory than it is worth.
         *
         * @throws IllegalArgumentException when there are more sums
         */
        void limit(int sums) {
            if ((long) count * sums > MOST) {
                throw new IllegalArgumentException("more sums than a page may have");
            }
        }

        int[] places() {
            return features.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    Sums sums(NumberCells rows);

    Link link();

    /** Bytes that it takes. */
    long bytes();

    /**
     * One that was read.
     *
     * @param probes rows that show whether it was understood
     */
    record Probed(Estimator estimator, NumberCells probes) {}

    /**
     * Reads it.
     *
     * @param column of its output that is asked for; empty for all
     * @param most bytes that it may take
     */
    static Probed of(EstimatorNode place, Columns columns, OptionalInt column, long most) {
        ElementType type = columns.reference().type();
        int width = columns.reference().columns();
        if (EstimatorNode.isEnsemble(place.node())) {
            TreeArrays arrays = new TreeArrays(place.node());
            return new Probed(
                    new TreeEstimator(arrays, place, columns, column, most), TreeProbes.of(arrays, type, width));
        }
        return new Probed(new LinearEstimator(place, columns), LinearEstimator.probes(type, width));
    }
}
