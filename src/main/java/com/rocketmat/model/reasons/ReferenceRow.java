package com.rocketmat.model.reasons;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
import com.rocketmat.model.manifest.ManifestReader;
import com.rocketmat.model.manifest.ManifestWriter;
import java.util.HashMap;
import java.util.Map;

/**
 * An applicant without any known data, whose values replace those of an occluded feature. A feature without an entry is never a
 * reason: the model has no score for any reference value of it.
 */
public record ReferenceRow(Map<String, FeatureValue> values) {

    private static final JsonMapper JSON = new JsonMapper();

    public ReferenceRow {
        values = Map.copyOf(values);
    }

    /** Whether a feature's value is neither NaN nor an empty text, which stand for a missing value. */
    public boolean isSubstituted(String feature) {
        return values.containsKey(feature)
                && !values.get(feature).equals(ReferenceRows.NOT_A_NUMBER)
                && !values.get(feature).equals(ReferenceRows.NO_TEXT);
    }

    /** An object of numbers and texts; null represents NaN, which JSON lacks. */
    public String toJson() {
        ObjectNode json = JSON.createObjectNode();
        values.forEach((feature, value) -> json.set(
                feature, value.equals(ReferenceRows.NOT_A_NUMBER) ? json.nullNode() : ManifestWriter.node(value)));
        return ManifestWriter.ascii(json);
    }

    public static ReferenceRow parse(String json) {
        try {
            Map<String, FeatureValue> values = new HashMap<>();
            JSON.readTree(json)
                    .properties()
                    .forEach(entry -> values.put(
                            entry.getKey(),
                            ManifestReader.value(entry.getValue()).orElse(ReferenceRows.NOT_A_NUMBER)));
            return new ReferenceRow(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a valid reference row", e);
        }
    }
}
