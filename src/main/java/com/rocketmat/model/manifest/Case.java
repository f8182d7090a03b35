package com.rocketmat.model.manifest;

import com.rocketmat.feature.FeatureValue;
import java.util.Map;

/**
 * A row with the score that the library which trained the model gives it: what the file has to reproduce.
 *
 * @param features a value for each feature of the manifest; {@link FeatureValue#MISSING} where the row has none
 * @param score after the scale and before rounding
 */
public record Case(Map<String, FeatureValue> features, double score) {

    public Case {
        features = Map.copyOf(features);
    }

    /** Without the values: the row may be that of a real person. */
    @Override
    public String toString() {
        return "Case[score=" + score + "]";
    }
}
