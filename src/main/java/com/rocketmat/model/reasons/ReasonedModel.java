package com.rocketmat.model.reasons;

import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.runtime.FeatureWeight;
import com.rocketmat.model.runtime.LoadedModel;
import com.rocketmat.model.runtime.OnnxModel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

public record ReasonedModel(OnnxModel model, Occlusion occlusion, long cost) implements LoadedModel {

    @Override
    public double[] score(List<Map<String, FeatureValue>> rows, Duration limit) {
        return model.score(rows, limit);
    }

    @Override
    public double[] scoreEach(List<Map<String, FeatureValue>> rows, Duration limit) {
        return model.scoreEach(rows, limit);
    }

    @Override
    public Optional<List<List<FeatureWeight>>> reasons(
            List<Map<String, FeatureValue>> rows, double[] scores, Duration limit) {
        return occlusion.reasons(rows, scores, limit);
    }

    @Override
    public void close() {
        model.close();
    }
}
