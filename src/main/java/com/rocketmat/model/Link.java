package com.rocketmat.model;

/**
 * From what an estimator adds up to its output, of one column for each class.
 *
 * @param first the first of the classes whose sums there are
 * @param sums how many there are
 * @param normalized whether the outputs of a row are divided by what they add up to
 */
record Link(Transform transform, Classes classes, int first, int sums, boolean normalized) {

    enum Transform {
        NONE,
        LOGISTIC,
        SOFTMAX;

        static Transform of(String attribute) {
            for (Transform each : values()) {
                if (each.name().equals(attribute)) {
                    return each;
                }
            }
            throw new IllegalArgumentException("a transform that is not understood");
        }
    }

    enum Classes {
        /** A sum for each. */
        EACH,
        /** One for the second of two, whose output and the first's add up to 1. */
        COMPLEMENT,
        /** One for the second of two; the first's is the opposite. */
        OPPOSITE
    }

    /** How wide the output is, if there are all sums. */
    int outputs() {
        return classes == Classes.EACH ? sums : 2;
    }

    /**
     * One column of the output.
     *
     * @param from where the sums begin
     */
    double output(double[] all, int from, int column) {
        double own = plain(all, from, column);
        if (!normalized) {
            return own;
        }
        double whole = 0;
        for (int each = 0; each < outputs(); each++) {
            whole += Math.abs(plain(all, from, each));
        }
        return own / whole;
    }

    private double plain(double[] all, int from, int column) {
        return switch (classes) {
            case EACH -> transformed(all[from + column - first], all, from);
            case COMPLEMENT -> {
                double second = transformed(all[from], all, from);
                yield column == 1 ? second : 1 - second;
            }
            case OPPOSITE -> transformed(column == 1 ? all[from] : -all[from], all, from);
        };
    }

    private double transformed(double sum, double[] all, int from) {
        return switch (transform) {
            case NONE -> sum;
            case LOGISTIC -> 1 / (1 + Math.exp(-sum));
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
