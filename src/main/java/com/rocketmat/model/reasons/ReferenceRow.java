package com.rocketmat.model.reasons;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rocketmat.feature.FeatureValue;
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
        values.forEach((feature, value) -> {
            switch (value) {
                case FeatureValue.Numeric(double number) when Double.isNaN(number) -> json.putNull(feature);
                case FeatureValue.Numeric(double number) -> json.put(feature, number);
                case FeatureValue.Identifier(long id) -> json.put(feature, id);
                case FeatureValue.Text(String text) -> json.put(feature, text);
                case FeatureValue.Missing none -> {}
            }
        });
        return json.toString();
    }

    public static ReferenceRow parse(String json) {
        try {
            Map<String, FeatureValue> values = new HashMap<>();
            JSON.readTree(json).properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue())));
            return new ReferenceRow(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a valid reference row", e);
        }
    }

    private static FeatureValue value(JsonNode node) {
        if (node.isTextual()) {
            return new FeatureValue.Text(node.textValue());
        }
        if (node.isIntegralNumber()) {
            return new FeatureValue.Identifier(node.longValue());
        }
        return new FeatureValue.Numeric(node.isNull() ? Double.NaN : node.doubleValue());
    }
}
