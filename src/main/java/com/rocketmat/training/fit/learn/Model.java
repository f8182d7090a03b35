package com.rocketmat.training.fit.learn;

/** A fitted model, before its margins are scaled to probabilities. */
public sealed interface Model permits Logistic, Trees {

    /** The log-odds of each row, as far as the model knows them. */
    double[] margins(Matrix rows);
}
