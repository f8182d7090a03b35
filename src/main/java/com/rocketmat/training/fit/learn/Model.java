package com.rocketmat.training.fit.learn;

/** A fitted model, before its margins are scaled to probabilities. */
public sealed interface Model permits Logistic, Trees {

    /** The model's log-odds of each row, not calibrated. */
    double[] margins(Matrix rows);
}
