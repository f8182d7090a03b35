package com.rocketmat.training.fit;

import com.rocketmat.training.fit.rows.TrainingRows;

/** Trains a model: a pure function of its arguments, in which the order of the rows does not matter. */
public final class Fit {

    private Fit() {}

    public static FitOutcome of(TrainingRows rows, FitSettings settings, FitProgress progress) {
        throw new UnsupportedOperationException();
    }
}
