package com.rocketmat.training.fit.learn;

public record Scorer(Model model, Platt platt) {

    public static Scorer of(Model model, Matrix tune, boolean[] positives) {
        return new Scorer(model, Platt.fit(model.margins(tune), positives));
    }

    public double[] probabilities(Matrix rows) {
        return platt.probabilities(model.margins(rows));
    }
}
