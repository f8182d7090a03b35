package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A model and what says why it scores as it does. */
record ReasonedModel(OnnxModel model, Reasons reasons) implements LoadedModel {

    @Override
    public long cost() {
        return model.cost() + reasons.cost();
    }

    @Override
    public double[] score(List<Map<String, FeatureValue>> rows) {
        return model.score(rows);
    }

    @Override
    public double[] score(List<Map<String, FeatureValue>> rows, Duration limit) {
        return model.score(rows, limit);
    }

    @Override
    public List<List<FeatureWeight>> reasons(List<Map<String, FeatureValue>> rows, double[] scores) {
        return reasons.reasons(rows, scores);
    }

    @Override
    public void close() {
        try (reasons) {
            model.close();
        }
    }
}
