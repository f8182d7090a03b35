package com.rocketmat.model;

/**
 * From the sums of the leaves to the score.
 *
 * @param first the first of the classes whose sums it takes
 * @param sums how many it takes
 * @param column of these the score's
 */
record TreeLink(Kind kind, int first, int sums, int column) {

    enum Kind {
        SAME,
        COMPLEMENT,
        LOGISTIC,
        LOGISTIC_OF_OPPOSITE,
        SOFTMAX
    }

    /** @param output the column of the output that is the score */
    static TreeLink of(TreeArrays arrays, int output) {
        TreeArrays.check(output >= 0 && output < arrays.classes);
        if (!arrays.isClassifier()) {
            TreeArrays.check(arrays.transform.equals("NONE"));
            return new TreeLink(Kind.SAME, output, 1, 0);
        }
        TreeArrays.check(arrays.classes > 1);
        if (arrays.hasOneClassOfTwo()) {
            return new TreeLink(ofTwo(arrays, output == 1), 0, 1, 0);
        }
        TreeArrays.check(arrays.classes > 2 || arrays.base.length == 0);
        return switch (arrays.transform) {
            case "NONE" -> new TreeLink(Kind.SAME, output, 1, 0);
            case "LOGISTIC" -> new TreeLink(Kind.LOGISTIC, output, 1, 0);
            case "SOFTMAX" -> new TreeLink(Kind.SOFTMAX, 0, arrays.classes, output);
            default -> throw new IllegalArgumentException("a transform that is not understood");
        };
    }

    /** With weights for one class alone, the runtime takes them for the second's, and makes the first's of them. */
    private static Kind ofTwo(TreeArrays arrays, boolean second) {
        TreeArrays.check(arrays.base.length < 2);
        boolean probabilities = true;
        for (float weight : arrays.leafWeights) {
            probabilities &= !(weight < 0);
        }
        if (probabilities) {
            TreeArrays.check(arrays.transform.equals("NONE"));
            return second ? Kind.SAME : Kind.COMPLEMENT;
        }
        TreeArrays.check(arrays.transform.equals("LOGISTIC"));
        return second ? Kind.LOGISTIC : Kind.LOGISTIC_OF_OPPOSITE;
    }

    /** @param from where the sums begin */
    double score(double[] all, int from) {
        double sum = all[from + column];
        return switch (kind) {
            case SAME -> sum;
            case COMPLEMENT -> 1 - sum;
            case LOGISTIC -> 1 / (1 + Math.exp(-sum));
            case LOGISTIC_OF_OPPOSITE -> 1 / (1 + Math.exp(sum));
            case SOFTMAX -> {
                double others = 0;
                for (int each = 0; each < sums; each++) {
                    others += Math.exp(all[from + each] - sum);
                }
                yield 1 / others;
            }
        };
    }
}
