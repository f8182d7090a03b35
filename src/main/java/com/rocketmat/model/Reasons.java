package com.rocketmat.model;

import com.rocketmat.feature.FeatureValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Two ways to the same reasons: {@link Occlusion} says what they are, {@link TreeOcclusion} is faster where a model is trees. */
sealed interface Reasons permits Occlusion, TreeOcclusion {

    /**
     * The reasons of each row, the strongest first.
     *
     * @param scores of the rows, as the model gives them
     */
    List<List<FeatureWeight>> reasons(List<Map<String, FeatureValue>> rows, double[] scores);

    /** Bytes that it takes beside the model. */
    long cost();

    /** The fastest that can be trusted with the model. */
    static Reasons of(OnnxModel model, byte[] file, Manifest manifest, ReferenceRow row) {
        Occlusion occlusion = new Occlusion(model, manifest, row);
        Optional<TreeOcclusion> trees = TreeOcclusion.of(occlusion, model, file, manifest.score());
        return trees.isPresent() ? trees.get() : occlusion;
    }
}
