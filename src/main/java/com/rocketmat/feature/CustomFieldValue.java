package com.rocketmat.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.rocketmat.harvest.row.CustomFieldEntry;
import java.util.List;

/** The plain value of a custom field. A value that does not fit its type counts as missing. */
final class CustomFieldValue {

    private CustomFieldValue() {}

    static FeatureValue of(CustomFieldEntry entry) {
        if (entry.empty()) {
            return FeatureValue.MISSING;
        }
        JsonNode value = entry.value();
        return switch (entry.type()) {
            case "number" -> number(value);
            case "currency" -> number(value.isObject() ? value.path("amount") : value);
            // the definition's type, and the webhooks' name for it
            case "yes_no", "boolean" -> yesNo(value);
            case "single_select", "short_text", "long_text", "rich_text", "url", "date" -> text(value);
            case "multi_select" -> names(value);
            // including date_of_birth, user and attachment, which no model may see
            case null, default -> FeatureValue.MISSING;
        };
    }

    private static FeatureValue number(JsonNode value) {
        if (value.isNumber()) {
            return finite(value.doubleValue());
        }
        if (value.isTextual()) {
            // Greenhouse sends some numbers as text ("10000.0"); Double.parseDouble would accept "NaN" and "1d" too
            return CustomFieldEntry.number(value.textValue())
                    .map(number -> finite(number.doubleValue()))
                    .orElse(FeatureValue.MISSING);
        }
        return FeatureValue.MISSING;
    }

    /** As a float, which most models compute with. */
    private static FeatureValue finite(double value) {
        return Float.isFinite((float) value) ? new FeatureValue.Numeric(value) : FeatureValue.MISSING;
    }

    private static FeatureValue yesNo(JsonNode value) {
        return value.isBoolean() ? FeatureValue.flag(value.booleanValue()) : FeatureValue.MISSING;
    }

    private static FeatureValue text(JsonNode value) {
        return value.isTextual() ? FeatureValue.text(value.textValue()) : FeatureValue.MISSING;
    }

    private static FeatureValue names(JsonNode value) {
        if (!value.isArray()) {
            return FeatureValue.MISSING;
        }
        List<String> names = value.valueStream()
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .toList();
        return FeatureValue.joined(names);
    }
}
