package com.rocketmat.training.fit.learn;

/** A model whose margins are scaled to probabilities. */
public record Scorer(Model model, Platt platt) {

    /** Scales on the tuning rows. */
    public static Scorer of(Model model, Matrix tune, boolean[] positives) {
        return new Scorer(model, Platt.fit(model.margins(tune), positives));
    }

    public double[] probabilities(Matrix rows) {
        return platt.probabilities(model.margins(rows));
    }
}
