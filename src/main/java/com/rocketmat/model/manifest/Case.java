package com.rocketmat.model.manifest;

import com.rocketmat.feature.FeatureValue;
import java.util.Map;

/**
 * A row with the training library's score, which the file must reproduce.
 *
 * @param features a value for each feature of the manifest, or {@link FeatureValue#MISSING}
 * @param score scaled but not rounded
 */
public record Case(Map<String, FeatureValue> features, double score) {

    public Case {
        features = Map.copyOf(features);
    }

    /** Omits the values: the row may belong to a real person. */
    @Override
    public String toString() {
        return "Case[score=" + score + "]";
    }
}
